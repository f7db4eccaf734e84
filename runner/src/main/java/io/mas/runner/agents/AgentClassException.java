package io.mas.runner.agents;

import org.jspecify.annotations.Nullable;

/**
 * Says why {@code class_path} or {@code classpath} of agents.yaml gives no agent class. The message
 * is complete and meant for a person; where a source does not compile it holds the compiler's own
 * messages, one to several lines each.
 */
public final class AgentClassException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AgentClassException(String message) {
    super(message);
  }

  AgentClassException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
