package io.mas.gateway.route;

import io.mas.MasException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a shard waits for a person's approval, and how much may. Used by one thread. */
final class Held {
  /** How many messages of a shard may wait. */
  static final int MAX_MESSAGES = 1_000;

  /** How many bytes of header and payload. */
  static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final Pattern WAITING = Pattern.compile("(\\d{1,18}) (\\d{1,18})(?: (.*))?");

  private long messages;
  private long bytes;

  /**
   * How one waits.
   *
   * @param until when nobody can approve it any more, in milliseconds since 1970
   * @param bytes of header and payload
   */
  record Waiting(long until, long bytes) {
    /** As it stands in the index. */
    String toText() {
      return until + " " + bytes;
    }
  }

  /**
   * One that waits no more.
   *
   * @param id what it is called
   * @param denial why a person has denied it; empty if nobody has
   */
  record Over(String id, String denial) {}

  /** Whether there is room for one more. */
  boolean takes(long size) {
    return messages < MAX_MESSAGES && bytes + size <= MAX_BYTES;
  }

  void add(Waiting waiting) {
    messages++;
    bytes += waiting.bytes();
  }

  /** Whether none can be there, since none was when it was looked, and none was added since. */
  boolean isEmpty() {
    return messages == 0;
  }

  /** Takes what the index says, in place of what was counted; gives those that are over. */
  List<Over> read(Map<String, byte[]> index, long now) {
    List<Over> over = new ArrayList<>();
    messages = 0;
    bytes = 0;
    index.forEach(
        (id, value) -> {
          Matcher parts = WAITING.matcher(new String(value, StandardCharsets.UTF_8));
          if (!parts.matches()) {
            throw new MasException("the index of what is held for approval in Redis is spoiled");
          }
          add(new Waiting(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))));
          String denial = parts.group(3) == null ? "" : parts.group(3);
          if (!denial.isEmpty() || Long.parseLong(parts.group(1)) <= now) {
            over.add(new Over(id, denial));
          }
        });
    return over;
  }
}
