package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.Agent;
import io.mas.protocol.Json;
import org.jspecify.annotations.Nullable;

/** The state type of an agent class: what stands for S in {@code extends Agent<S>}. */
final class StateType {
  private final @Nullable JavaType type;

  private StateType(@Nullable JavaType type) {
    this.type = type;
  }

  static StateType of(Class<?> agentClass) {
    JavaType[] parameters =
        Json.mapper()
            .getTypeFactory()
            .findTypeParameters(
                Json.mapper().getTypeFactory().constructType(agentClass), Agent.class);
    boolean none =
        parameters == null || parameters.length == 0 || parameters[0].hasRawClass(Void.class);
    return new StateType(none ? null : parameters[0]);
  }

  /**
   * The type.
   *
   * @throws IllegalStateException if the agent has no state
   */
  JavaType get() {
    if (type == null) {
      throw new IllegalStateException(
          "this agent has no state: name its type, as in 'extends Agent<MyState>'");
    }
    return type;
  }
}
