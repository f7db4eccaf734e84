package io.mas;

import io.mas.internal.runtime.Instance;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** An instance that an {@link AgentHost} runs. Thread-safe. */
public final class RunningAgent {
  private final String id;
  private final Instance instance;
  private final AtomicBoolean stopped = new AtomicBoolean();

  RunningAgent(String id, Instance instance) {
    this.id = id;
    this.instance = instance;
  }

  /** The agent. */
  public String id() {
    return id;
  }

  /** This instance of it. */
  public String instanceId() {
    return instance.context().instanceId();
  }

  /** Ends when {@code onStart} has returned; fails with what it threw. */
  public CompletionStage<Void> started() {
    return instance.started().minimalCompletionStage();
  }

  /**
   * Stops the instance: it reads no more, finishes the turns it is in, {@code onStop} is called,
   * and it deregisters. What it has read and not handled is handled by other instances, or by the
   * next.
   */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      instance.stop(AgentHost.GRACE.toMillis());
    }
  }
}
