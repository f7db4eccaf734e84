package io.mas.gateway.payload;

import io.mas.MasException;

/** A file that is no JSON Schema, or one that is not taken; says which and why. */
public final class SchemaException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public SchemaException(String message) {
    super(message);
  }
}
