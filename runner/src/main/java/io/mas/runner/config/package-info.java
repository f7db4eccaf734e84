/** The settings in agents.yaml and gateway.yaml, read and checked. */
@NullMarked
package io.mas.runner.config;

import org.jspecify.annotations.NullMarked;
