/**
 * What the author of an agent sees: the agent class, its messages, its settings and what can go
 * wrong.
 */
@NullMarked
package io.mas;

import org.jspecify.annotations.NullMarked;
