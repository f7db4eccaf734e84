/**
 * Random schedules of agents and faults against the real functions: what the runtime does is done
 * by hand here, one step after the other, so that a schedule runs the same each time.
 */
@NullMarked
package io.mas.it.schedule;

import org.jspecify.annotations.NullMarked;
