/**
 * From the words of agents.yaml to agent objects: finds or compiles the class that {@code
 * class_path} names, and makes objects of it from {@code init_kwargs}. Nothing here starts an
 * agent.
 */
@NullMarked
package io.mas.runner.agents;

import org.jspecify.annotations.NullMarked;
