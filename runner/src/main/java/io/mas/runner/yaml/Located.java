package io.mas.runner.yaml;

/** A value together with the place that it came from. */
public record Located<T>(T value, Position position) {}
