package io.mas.runner.cli;

import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterContents;
import io.mas.gateway.letters.LetterId;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;

/** Dead letters for a person. */
final class LetterText {
  private static final int CAUSE = 60;

  private LetterText() {}

  /** A line for each, without payloads. */
  static List<String> table(List<Letter> letters) {
    if (letters.isEmpty()) {
      return List.of("no dead letters");
    }
    Columns columns = new Columns();
    columns.row("ID", "TIME", "REASON", "ATTEMPTS", "SENDER", "TARGET", "TYPE", "CAUSE");
    for (Letter letter : letters) {
      columns.row(
          letter.id().toString(),
          letter.at().truncatedTo(ChronoUnit.SECONDS).toString(),
          letter.decision(),
          Integer.toString(letter.attempts()),
          known(letter.sender().isEmpty() ? letter.from() : letter.sender()),
          known(letter.target()),
          known(letter.type()),
          Printable.cut(letter.reason(), CAUSE));
    }
    return columns.lines();
  }

  /** Everything of one. */
  static List<String> full(Letter letter, LetterContents contents) {
    Columns columns = new Columns();
    columns.row("ID", letter.id().toString());
    columns.row("Reason", letter.decision());
    columns.row("Cause", known(Printable.of(letter.reason())));
    columns.row("Attempts", Integer.toString(letter.attempts()));
    columns.row("First", letter.first().toString());
    columns.row("Last", letter.last().toString());
    columns.row("Dead since", letter.at().toString());
    columns.row("From", letter.from());
    contents
        .message()
        .ifPresentOrElse(
            sent -> message(columns, letter, sent),
            () -> columns.row("Header", base64(contents.header()) + " (base64)"));
    List<String> lines = new ArrayList<>(columns.lines());
    lines.addAll(payload(contents.payload()));
    return lines;
  }

  private static void message(Columns columns, Letter letter, LetterContents.Sent sent) {
    columns.row("Message", known(letter.message()));
    columns.row("Kind", sent.kind());
    columns.row("Sender", known(letter.sender()));
    columns.row("Instance", sent.instance());
    columns.row("Target", known(letter.target()));
    columns.row("Type", known(letter.type()));
    columns.row("Sent", sent.at().toString());
    sent.correlation().ifPresent(id -> columns.row("Answers", id));
    sent.deadline().map(Instant::toString).ifPresent(time -> columns.row("Deadline", time));
    new TreeMap<>(sent.headers())
        .forEach(
            (name, value) ->
                columns.row("Header", Printable.of(name) + ": " + Printable.of(value)));
  }

  static List<String> payload(byte[] payload) {
    List<String> lines = new ArrayList<>();
    try {
      lines.add("Payload");
      Json.mapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(Json.read(payload))
          .lines()
          .map(Printable::of)
          .forEach(lines::add);
      return lines;
    } catch (ProtocolException e) {
      return List.of("Payload (no JSON; base64)", base64(payload));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String unknown(LetterId id) {
    return "no dead letter " + id;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String known(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
