package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterContents;
import io.mas.gateway.letters.LetterId;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.util.TreeMap;

/** Dead letters for a program. What is not known of a message is left out. */
final class LetterJson {
  private LetterJson() {}

  /** One, without its payload. */
  static ObjectNode of(Letter letter) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("id", letter.id().toString());
    tree.put("time", letter.at().toString());
    tree.put("reason", letter.decision());
    tree.put("cause", letter.reason());
    tree.put("attempts", letter.attempts());
    tree.put("first", letter.first().toString());
    tree.put("last", letter.last().toString());
    tree.put("from", letter.from());
    put(tree, "message", letter.message());
    put(tree, "sender", letter.sender());
    put(tree, "target", letter.target());
    put(tree, "type", letter.type());
    return tree;
  }

  /** Everything of one. */
  static ObjectNode of(Letter letter, LetterContents contents) {
    ObjectNode tree = of(letter);
    contents
        .message()
        .ifPresentOrElse(
            sent -> {
              tree.put("kind", sent.kind());
              tree.put("instance", sent.instance());
              tree.put("sent", sent.at().toString());
              sent.correlation().ifPresent(id -> tree.put("answers", id));
              sent.deadline().ifPresent(time -> tree.put("deadline", time.toString()));
              if (!sent.headers().isEmpty()) {
                ObjectNode headers = tree.putObject("headers");
                new TreeMap<>(sent.headers()).forEach(headers::put);
              }
            },
            () -> tree.put("header_base64", contents.header()));
    payload(tree, contents.payload());
    return tree;
  }

  /** A payload as what it is, or as base64. */
  static void payload(ObjectNode tree, byte[] payload) {
    try {
      tree.set("payload", Json.read(payload));
    } catch (ProtocolException e) {
      tree.put("payload_base64", payload);
    }
  }

  /** What became of one. */
  static ObjectNode outcome(LetterId id, String outcome, String cause) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("id", id.toString());
    tree.put("outcome", outcome);
    put(tree, "cause", cause);
    return tree;
  }

  private static void put(ObjectNode tree, String name, String value) {
    if (!value.isEmpty()) {
      tree.put(name, value);
    }
  }
}
