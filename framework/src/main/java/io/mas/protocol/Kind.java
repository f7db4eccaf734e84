package io.mas.protocol;

import org.jspecify.annotations.Nullable;

/** What an envelope is for. The code is its byte on the wire and never changes. */
public enum Kind {
  /** A message that expects no reply. */
  SEND(1),
  /** A message whose sender waits for a reply. */
  REQUEST(2),
  /** The answer to a request. */
  REPLY(3),
  /** The answer to a request whose handling failed; the payload is a {@link Refusal}. */
  FAULT(4),
  /**
   * An agent's own inbox entry on its way to the dead letters; the payload is a {@link DeadLetter}.
   */
  DEAD(5),
  /** An instance announces itself, its token and its number. */
  REGISTER(6),
  /** An instance says that it sends no more. */
  LEAVE(7),
  /** The gateway's news that a message was refused; the payload is a {@link Refusal}. */
  REJECTION(8),
  /** What became of an instance's turns; the payload is a {@link TurnReport}. */
  REPORT(9);

  private static final @Nullable Kind[] BY_CODE = new Kind[10];

  static {
    for (Kind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final byte code;

  Kind(int code) {
    this.code = (byte) code;
  }

  /** The byte on the wire. */
  public byte code() {
    return code;
  }

  /** Whether an agent sends it to another of its own accord. */
  public boolean isMessage() {
    return this == SEND || this == REQUEST;
  }

  /** Whether it answers a request and is let through by its reply token alone. */
  public boolean isAnswer() {
    return this == REPLY || this == FAULT;
  }

  static Kind of(byte code) throws ProtocolException {
    Kind kind = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (kind == null) {
      throw new ProtocolException("unknown kind of message: " + code);
    }
    return kind;
  }
}
