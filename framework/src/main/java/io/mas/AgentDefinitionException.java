package io.mas;

/** An agent class cannot be run as it is written; the message names what is wrong in it. */
public class AgentDefinitionException extends MasException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public AgentDefinitionException(String message) {
    super(message);
  }
}
