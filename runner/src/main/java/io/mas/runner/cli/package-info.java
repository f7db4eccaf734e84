/** The commands of the runner and their exit statuses. */
@NullMarked
package io.mas.runner.cli;

import org.jspecify.annotations.NullMarked;
