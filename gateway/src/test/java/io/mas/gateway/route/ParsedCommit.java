package io.mas.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The arguments of a commit, read as the header of commit.lua says. */
record ParsedCommit(
    String fence,
    String number,
    String lease,
    List<List<String>> decided,
    List<String> unheld,
    List<List<String>> cursor,
    List<List<String>> ledger,
    List<List<Object>> due,
    List<List<String>> trims,
    List<byte[]> audit,
    List<Notice> notices,
    List<Map<String, byte[]>> deadLetters,
    List<String> released,
    List<List<String>> limits,
    List<List<String>> circuits,
    List<Hold> held) {

  /** For approval. */
  record Hold(String waits, Map<String, byte[]> fields) {}

  /** To an instance. */
  @SuppressWarnings("ArrayRecordComponent")
  record Notice(String stream, byte[] header, byte[] payload, byte[] seal) {}

  /** The arguments one after the other, as the script's next_arg. */
  private static final class Reader {
    private final List<String> keys;
    private final byte[][] arguments;
    private int at;

    Reader(List<String> keys, byte[][] arguments) {
      this.keys = keys;
      this.arguments = arguments;
    }

    byte[] bytes() {
      return arguments[at++];
    }

    String text() {
      return new String(bytes(), UTF_8);
    }

    String key() {
      return keys.get(Integer.parseInt(text()) - 1);
    }

    <T> List<T> section(Supplier<T> item) {
      int count = Integer.parseInt(text());
      List<T> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(item.get());
      }
      return items;
    }

    List<String> pair() {
      return List.of(text(), text());
    }

    Map<String, byte[]> fields() {
      Map<String, byte[]> fields = new LinkedHashMap<>();
      section(() -> fields.put(text(), bytes()));
      return fields;
    }
  }

  static ParsedCommit of(CommitPlan plan) {
    Reader in = new Reader(plan.keys(), plan.arguments(7, 8, 3000).toArray());
    ParsedCommit parsed =
        new ParsedCommit(
            in.text(),
            in.text(),
            in.text(),
            in.section(() -> List.of(in.key(), in.key(), in.text())),
            in.section(in::text),
            in.section(in::pair),
            in.section(in::pair),
            in.section(() -> List.of(in.text(), in.bytes())),
            in.section(() -> List.of(in.key(), in.text())),
            in.section(in::bytes),
            in.section(() -> new Notice(in.key(), in.bytes(), in.bytes(), in.bytes())),
            in.section(in::fields),
            in.section(in::text),
            in.section(in::pair),
            in.section(in::pair),
            in.section(() -> new Hold(in.text(), in.fields())));
    if (in.at != in.arguments.length) {
      throw new AssertionError("arguments that the script does not read: " + in.at);
    }
    return parsed;
  }

  /**
   * A field of the ledger as the script leaves it; "" where it is removed, null where untouched.
   */
  @org.jspecify.annotations.Nullable
  String ledgerField(String field) {
    return ledger.stream()
        .filter(write -> write.get(0).equals(field))
        .map(write -> write.get(1))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  List<String> dueFields() {
    return due.stream().map(write -> (String) write.get(0)).toList();
  }
}
