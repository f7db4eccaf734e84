package io.mas.runner.agents;

import io.mas.Agent;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Says of a class whether objects of it can be agents. */
final class AgentClassCheck {
  private AgentClassCheck() {}

  /**
   * @throws AgentClassException if the class is no agent, or cannot be made objects of
   */
  static Class<? extends Agent<?>> check(Class<?> type) {
    return check(type, "");
  }

  /** As {@link #check(Class)}; the hint ends the message. */
  @SuppressWarnings("unchecked") // subclassing was tested
  static Class<? extends Agent<?>> check(Class<?> type, String hint) {
    String problem = problem(type);
    if (problem != null) {
      throw new AgentClassException("class " + type.getName() + " " + problem + hint);
    }
    return (Class<? extends Agent<?>>) type.asSubclass(Agent.class);
  }

  static boolean passes(Class<?> type) {
    return problem(type) == null;
  }

  private static @Nullable String problem(Class<?> type) {
    if (type.isInterface()) {
      return "is an interface; an agent is a class that extends " + Agent.class.getName();
    }
    if (!Agent.class.isAssignableFrom(type)) {
      return "does not extend " + Agent.class.getName();
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      return "is abstract; name a class that extends it";
    }
    if (type.isAnonymousClass() || type.isLocalClass()) {
      return "stands inside a method; make it a class of its own";
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      return "is an inner class; make it static";
    }
    return null;
  }
}
