/**
 * What befalls a system of real processes: they are killed, paused and cut off from Redis while
 * messages flow. Each test prints what was lost, what was repeated and how long it took to recover.
 */
@NullMarked
package io.mas.it.failure;

import org.jspecify.annotations.NullMarked;
