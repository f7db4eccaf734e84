/** The failures that systems on Redis Streams really have, each by its number. */
@NullMarked
package io.mas.it.failure;

import org.jspecify.annotations.NullMarked;
