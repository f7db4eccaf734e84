/** The only place that speaks to Redis. Not for use from outside. */
@NullMarked
package io.mas.internal.redis;

import org.jspecify.annotations.NullMarked;
