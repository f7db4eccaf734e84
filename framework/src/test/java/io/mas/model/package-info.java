/**
 * The delivery protocol as a small executable model: plain Java, no Redis, every script one atomic
 * step.
 *
 * <p>Read {@link io.mas.model.Rule} for what the protocol consists of, {@link
 * io.mas.model.AgentScripts} and {@link io.mas.model.GatewayScripts} for the scripts, {@link
 * io.mas.model.Instance} and {@link io.mas.model.Owner} for the two programs that call them, {@link
 * io.mas.model.Invariants} for what is promised. {@link io.mas.model.Simulation} lets all of them
 * run in any order, with every fault.
 */
@NullMarked
package io.mas.model;

import org.jspecify.annotations.NullMarked;
