package io.mas.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.time.Instant;

/**
 * What an operator has put an agent under.
 *
 * @param kind what it is
 * @param since when, by the clock of Redis
 * @param reason why, for operators; empty if none was given
 * @param revoked whether the agent was revoked with it, and not before
 */
public record Restriction(Kind kind, Instant since, String reason, boolean revoked) {
  /** Longest reason, in characters. */
  public static final int MAX_REASON = 200;

  /** One that cannot be read: somebody wanted something. */
  static final Restriction UNREADABLE =
      new Restriction(Kind.QUARANTINED, Instant.EPOCH, "(cannot be read)", false);

  /** What there is. */
  public enum Kind {
    /** Nothing that it sends passes, and nothing is brought to it. */
    QUARANTINED,
    /** The same, and its instances do nothing. */
    KILLED;

    /** As in a reason. */
    String text() {
      return this == QUARANTINED ? "quarantined" : "killed";
    }
  }

  /** What is said to agents about one that is under it. */
  public String about(String agent) {
    return "agent " + agent + " is " + kind.text();
  }

  /** The same of an agent that is revoked for another reason: its release does not undo that. */
  public Restriction asRevokedApart() {
    return new Restriction(kind, since, reason, false);
  }

  byte[] toJson() {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("kind", kind.name());
    tree.put("since", since.toEpochMilli());
    tree.put("reason", reason);
    tree.put("revoked", revoked);
    return Json.write(tree);
  }

  static Restriction fromJson(byte[] json) throws ProtocolException {
    JsonNode tree = Json.read(json);
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(tree.path("kind").asText())) {
        return new Restriction(
            kind,
            Instant.ofEpochMilli(tree.path("since").asLong()),
            tree.path("reason").asText(),
            tree.path("revoked").asBoolean());
      }
    }
    throw new ProtocolException("a restriction of an unknown kind");
  }
}
