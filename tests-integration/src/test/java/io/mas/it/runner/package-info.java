/** The runner as a user meets it: as a process, by its files, its output and its exit status. */
@NullMarked
package io.mas.it.runner;

import org.jspecify.annotations.NullMarked;
