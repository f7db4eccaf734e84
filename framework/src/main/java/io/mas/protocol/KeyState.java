package io.mas.protocol;

/** What a signing key may be used for; the registry says so. */
public enum KeyState {
  /** Signs; an agent that is started takes it. */
  ACTIVE("active"),
  /** Has signed: what bears its signature is still taken, so that nothing is lost on rotation. */
  VERIFY_ONLY("verify-only"),
  /** Nothing that bears its signature is taken any more. */
  REVOKED("revoked");

  private final String text;

  KeyState(String text) {
    this.text = text;
  }

  /** As the registry names it. */
  public String text() {
    return text;
  }

  /**
   * The one of a name.
   *
   * @throws ProtocolException if there is no such state
   */
  public static KeyState of(String text) throws ProtocolException {
    for (KeyState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    throw new ProtocolException("a signing key is in an unknown state");
  }
}
