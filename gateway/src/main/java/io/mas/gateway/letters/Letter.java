package io.mas.gateway.letters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A dead letter, or a message that is held, as it is kept, its header and payload encrypted. What
 * was not known of the message is empty. Immutable.
 */
public final class Letter {
  private static final byte[] NOTHING = new byte[0];

  private final LetterId id;
  private final Map<String, byte[]> fields;

  /** As it lies in the stream of its shard. */
  public Letter(LetterId id, Map<String, byte[]> fields) {
    this.id = id;
    this.fields = Map.copyOf(fields);
  }

  /** What it is called. */
  public LetterId id() {
    return id;
  }

  /** The code of the decision that made it one. */
  public String decision() {
    return text("decision");
  }

  /** Why, for a person; a target's own words where it could not handle the message. */
  public String reason() {
    return text("reason");
  }

  /** How often the message was tried; 0 where the gateway refused it. */
  public int attempts() {
    String text = text("attempts");
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** When it became a dead letter, by the clock of Redis. */
  public Instant at() {
    return time("at", Instant.EPOCH);
  }

  /** When the message was first tried, or entered the outbox. */
  public Instant first() {
    return time("first", at());
  }

  /** When the message was last tried, or was refused. */
  public Instant last() {
    return time("last", at());
  }

  /** Until when what is held can be approved; empty for a dead letter. */
  public Optional<Instant> until() {
    String text = text("until");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
  }

  /** The agent that it came from: the sender if the gateway refused it, else the target. */
  public String from() {
    return text("from");
  }

  /** The message's id. */
  public String message() {
    return text("id");
  }

  /** The agent that sent the message. */
  public String sender() {
    return text("sender");
  }

  /** The agent that the message was for. */
  public String target() {
    return text("target");
  }

  /** The message's type. */
  public String type() {
    return text("type");
  }

  /** Whether it has to do with an agent: as its sender, its target or where it came from. */
  public boolean concerns(String agent) {
    return agent.equals(from()) || agent.equals(sender()) || agent.equals(target());
  }

  /** Whether the gateway had found the message to be its sender's. */
  boolean isShown() {
    return fields.containsKey("shown");
  }

  Map<String, byte[]> fields() {
    return fields;
  }

  private Instant time(String field, Instant otherwise) {
    String text = text(field);
    return text.isEmpty() ? otherwise : Instant.ofEpochMilli(Long.parseLong(text));
  }

  private String text(String field) {
    return new String(fields.getOrDefault(field, NOTHING), StandardCharsets.UTF_8);
  }

  /** Without what is encrypted. */
  @Override
  public String toString() {
    return "Letter[" + id + " " + decision() + "]";
  }
}
