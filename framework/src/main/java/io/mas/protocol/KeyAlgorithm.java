package io.mas.protocol;

/**
 * How messages are signed. The registry fixes it for each key; a message cannot choose.
 *
 * <p>With {@link #HMAC_SHA256} whoever can verify can also sign; with {@link #ED25519} the registry
 * and the gateways hold a public key, and only the agent can sign.
 */
public enum KeyAlgorithm {
  /** A shared secret of 32 bytes. */
  HMAC_SHA256("hmac-sha256", "secret"),
  /** A key pair; slower. */
  ED25519("ed25519", "public");

  private final String text;
  private final String field;

  KeyAlgorithm(String text, String field) {
    this.text = text;
    this.field = field;
  }

  /** As files and the registry name it. */
  public String text() {
    return text;
  }

  /** The field of the registry that holds what verifies. */
  String field() {
    return field;
  }

  /**
   * The one of a name.
   *
   * @throws ProtocolException if there is no such algorithm
   */
  public static KeyAlgorithm of(String text) throws ProtocolException {
    for (KeyAlgorithm algorithm : values()) {
      if (algorithm.text.equals(text)) {
        return algorithm;
      }
    }
    throw new ProtocolException("a signing key has an unknown algorithm");
  }
}
