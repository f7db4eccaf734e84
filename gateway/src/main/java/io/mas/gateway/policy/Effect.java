package io.mas.gateway.policy;

/** What a policy does with a message. */
public enum Effect {
  /** It passes. */
  ALLOW("allowed"),

  /** It waits until a person approves it. */
  HOLD("held"),

  /** It is refused. */
  DENY("denied");

  private final String participle;

  Effect(String participle) {
    this.participle = participle;
  }

  /** What the message is then, such as {@code held}. */
  @Override
  public String toString() {
    return participle;
  }
}
