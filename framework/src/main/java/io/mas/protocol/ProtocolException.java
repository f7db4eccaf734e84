package io.mas.protocol;

/**
 * Bytes from outside are not what the protocol says; the message names what is wrong, not the
 * bytes.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, for a person. */
  public ProtocolException(String message) {
    super(message);
  }
}
