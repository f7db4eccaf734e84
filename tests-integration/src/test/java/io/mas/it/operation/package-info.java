/** Pausing, draining, health and recovery of running agents. */
@NullMarked
package io.mas.it.operation;

import org.jspecify.annotations.NullMarked;
