package io.mas.runner.config;

import io.mas.runner.yaml.Problem;
import java.util.List;

/**
 * A configuration that can be used, and what is doubtful about it.
 *
 * @param warnings in the order of the file, for a person
 */
public record Loaded<T>(T config, List<Problem> warnings) {}
