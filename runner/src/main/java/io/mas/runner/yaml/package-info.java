/** YAML text to typed settings, every one of which knows the place that it came from. */
@NullMarked
package io.mas.runner.yaml;

import org.jspecify.annotations.NullMarked;
