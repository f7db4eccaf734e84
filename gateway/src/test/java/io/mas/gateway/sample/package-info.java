/** Agents and messages for tests: all that an agent signs, without a Redis to send it through. */
@NullMarked
package io.mas.gateway.sample;

import org.jspecify.annotations.NullMarked;
