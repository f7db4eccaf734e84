package io.mas.runner.launch;

/**
 * Which parts of a system one process runs.
 *
 * @param service the registry
 * @param gateway a gateway
 * @param agents the agents
 */
public record Parts(boolean service, boolean gateway, boolean agents) {}
