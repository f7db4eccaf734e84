package io.mas.runner.agents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why {@code init_kwargs} of agents.yaml and a class give no agent object. The message is
 * complete, meant for a person, and holds no value of {@code init_kwargs}, since any of them may be
 * a secret: only names, types and constraints.
 */
public final class AgentConstructionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient KwargPath path;

  AgentConstructionException(KwargPath path, String message) {
    this(path, message, null);
  }

  AgentConstructionException(KwargPath path, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.path = path;
  }

  /**
   * Where in {@code init_kwargs} the first problem is, as the keys are written there, for instance
   * {@code servers[0].host}; null if it is the class or {@code init_kwargs} as a whole.
   */
  public @Nullable String kwargPath() {
    return path.isRoot() ? null : path.inner();
  }

  /**
   * The same step by step: a String for each key, an Integer for each place in a list; empty for
   * the whole. A last step that is missing in the file is left in, so look for the longest part
   * that is there.
   */
  public List<Object> kwargSteps() {
    return path.steps();
  }
}
