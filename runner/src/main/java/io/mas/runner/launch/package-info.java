/** From configuration to running parts: which are started, in what order, and how they stop. */
@NullMarked
package io.mas.runner.launch;

import org.jspecify.annotations.NullMarked;
