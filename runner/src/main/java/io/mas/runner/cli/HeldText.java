package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.letters.HeldMessages;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterContents;
import io.mas.gateway.letters.LetterId;
import io.mas.protocol.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages that wait for approval, for a person and for a program. */
final class HeldText {
  private static final int RULE = 80;

  private HeldText() {}

  /** A line for each. */
  static List<String> table(List<Letter> messages) {
    if (messages.isEmpty()) {
      return List.of("nothing waits for approval");
    }
    Columns columns = new Columns();
    columns.row("ID", "SINCE", "UNTIL", "SENDER", "TARGET", "TYPE", "RULE");
    for (Letter message : messages) {
      columns.row(
          message.id().toString(),
          seconds(message.at()),
          message.until().map(HeldText::seconds).orElse("-"),
          message.sender(),
          message.target(),
          message.type(),
          Printable.cut(message.reason(), RULE));
    }
    return columns.lines();
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** All but its payload. */
  static List<String> full(Letter message, LetterContents contents) {
    Columns columns = new Columns();
    columns.row("ID", message.id().toString());
    columns.row("Rule", Printable.of(message.reason()));
    columns.row("Since", message.at().toString());
    message.until().ifPresent(until -> columns.row("Until", until.toString()));
    columns.row("Message", message.message());
    columns.row("Sender", message.sender());
    columns.row("Target", message.target());
    columns.row("Type", message.type());
    contents
        .message()
        .ifPresent(
            sent -> {
              columns.row("Kind", sent.kind());
              columns.row("Instance", sent.instance());
              columns.row("Sent", sent.at().toString());
              sent.deadline().ifPresent(deadline -> columns.row("Deadline", deadline.toString()));
              for (Map.Entry<String, String> header : new TreeMap<>(sent.headers()).entrySet()) {
                columns.row(
                    "Header",
                    Printable.of(header.getKey()) + ": " + Printable.of(header.getValue()));
              }
            });
    columns.row("Payload", contents.payload().length + " bytes");
    return columns.lines();
  }

  /** One, without its payload. */
  static ObjectNode json(Letter message) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("id", message.id().toString());
    tree.put("since", message.at().toString());
    message.until().ifPresent(until -> tree.put("until", until.toString()));
    tree.put("rule", message.reason());
    tree.put("message", message.message());
    tree.put("sender", message.sender());
    tree.put("target", message.target());
    tree.put("type", message.type());
    return tree;
  }

  static String unknown(LetterId id) {
    return HeldMessages.gone(id);
  }
}
