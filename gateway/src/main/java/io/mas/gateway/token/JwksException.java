package io.mas.gateway.token;

/** What should be a set of an issuer's public keys is none that can be used. */
public final class JwksException extends Exception {
  private static final long serialVersionUID = 1L;

  JwksException(String message) {
    super(message);
  }
}
