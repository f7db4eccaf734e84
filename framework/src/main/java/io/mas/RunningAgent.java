package io.mas;

import io.mas.internal.runtime.Instance;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An instance that an {@link AgentHost} runs. Thread-safe. */
public final class RunningAgent {
  private final String id;
  private final Instance instance;

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

  /** Ends when the instance has deregistered, or has given up trying to; never fails. */
  public CompletionStage<Ending> ended() {
    return instance.ended().minimalCompletionStage();
  }

  boolean isEnding() {
    return instance.isEnding();
  }

  /** Whether it takes part now; costs nothing. */
  public Health health() {
    return instance.health();
  }

  /**
   * Stops the instance: it reads no more, finishes the turns it is in, {@code onStop} is called,
   * and it deregisters. What it has read and not handled is handled by other instances, or by the
   * next. A turn that takes longer than {@link AgentHost#GRACE} is left behind: its message goes to
   * another instance, and what it comes to after all is not committed.
   */
  public void stop() {
    stop(AgentHost.GRACE);
  }

  /** Stops it like {@link #stop()}, with another time to finish its turns in. */
  public void stop(Duration grace) {
    instance.stop(grace.toMillis());
  }
}
