/** The runner: {@code java -jar mas-runner.jar}. */
@NullMarked
package io.mas.runner;

import org.jspecify.annotations.NullMarked;
