/** How the runner logs. */
@NullMarked
package io.mas.runner.log;

import org.jspecify.annotations.NullMarked;
