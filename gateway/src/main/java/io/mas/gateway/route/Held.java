package io.mas.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a shard waits for a person's approval, and how much may. Used by one thread. */
final class Held {
  private static final Logger log = LoggerFactory.getLogger(Held.class);

  /** How many messages of a shard may wait. */
  static final int MAX_MESSAGES = 1_000;

  /** How many bytes of header and payload. */
  static final long MAX_BYTES = 16L * 1024 * 1024;

  /** What part of both one sender may take. */
  static final int SENDERS_PART = 4;

  /** Why one is denied of which the index does not say what becomes of it. */
  static final String UNREADABLE = "what is known of its approval cannot be read";

  private static final String NO_KEY = "-";

  private static final Pattern WAITING =
      Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\S+) (\\S+)(?: (.*))?", Pattern.DOTALL);

  /** How much waits. */
  private record Room(long messages, long bytes) {
    static final Room NONE = new Room(0, 0);

    Room with(long size) {
      return new Room(messages + 1, bytes + size);
    }

    boolean takes(long size, int part) {
      return messages < MAX_MESSAGES / part && bytes + size <= MAX_BYTES / part;
    }
  }

  private Room all = Room.NONE;
  private final Map<String, Room> bySender = new HashMap<>();

  /**
   * How one waits.
   *
   * @param until when nobody can approve it any more, in milliseconds since 1970
   * @param bytes of header and payload
   * @param sender whose it is
   * @param key what it was signed with; empty for one that was replayed
   */
  record Waiting(long until, long bytes, String sender, String key) {
    /** As it stands in the index; a person's word may follow. */
    String toText() {
      return until + " " + bytes + " " + sender + " " + (key.isEmpty() ? NO_KEY : key);
    }
  }

  /**
   * One that waits no more.
   *
   * @param id what it is called
   * @param bytes of header and payload
   * @param denial why a person has denied it; empty if nobody has
   */
  record Over(String id, long bytes, String denial) {}

  /** Whether there is room for one more of a sender. */
  boolean takes(String sender, long size) {
    return all.takes(size, 1) && bySender.getOrDefault(sender, Room.NONE).takes(size, SENDERS_PART);
  }

  void add(Waiting waiting) {
    all = all.with(waiting.bytes());
    bySender.merge(
        waiting.sender(),
        Room.NONE.with(waiting.bytes()),
        (before, added) -> before.with(waiting.bytes()));
  }

  /** Whether none can be there, since none was when it was looked, and none was added since. */
  boolean isEmpty() {
    return all.messages() == 0;
  }

  /**
   * Takes what the index says, in place of what was counted; gives those that are over. What cannot
   * be read counts as denied.
   */
  List<Over> read(Map<String, byte[]> index, long now) {
    List<Over> over = new ArrayList<>();
    all = Room.NONE;
    bySender.clear();
    index.forEach(
        (id, value) -> {
          Matcher parts = WAITING.matcher(new String(value, StandardCharsets.UTF_8));
          if (!parts.matches()) {
            log.error("what is held as {} is denied: {}", id, UNREADABLE);
            add(new Waiting(0, 0, "", ""));
            over.add(new Over(id, 0, UNREADABLE));
            return;
          }
          long until = Long.parseLong(parts.group(1));
          long bytes = Long.parseLong(parts.group(2));
          add(new Waiting(until, bytes, parts.group(3), parts.group(4)));
          String denial = parts.group(5) == null ? "" : parts.group(5);
          if (!denial.isEmpty() || until <= now) {
            over.add(new Over(id, bytes, denial));
          }
        });
    return over;
  }
}
