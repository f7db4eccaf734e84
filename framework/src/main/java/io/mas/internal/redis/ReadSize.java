package io.mas.internal.redis;

import java.util.List;

/**
 * How many entries of a stream to read at once, so that an answer stays near a number of bytes
 * although Redis can only be told a number of entries. It begins low, grows while reads are full,
 * and falls when they need less, so that what was small for long and then is large does no harm.
 * Not thread-safe.
 */
public final class ReadSize {
  /** The first read of what is not known. */
  public static final int FIRST = 16;

  private static final int GROWTH = 4;

  private final int most;
  private int wanted = FIRST;
  private long average = 1;

  /** At most so many entries. */
  public ReadSize(int most) {
    this.most = most;
  }

  /** The number of entries for an answer of about so many bytes; at least one. */
  public int count(long bytes) {
    return (int) Math.max(1, Math.min(wanted, bytes / average));
  }

  /** Learns from what a read of so many has found. */
  public void read(int count, List<Entry> found) {
    if (!found.isEmpty()) {
      long bytes = found.stream().mapToLong(Entry::size).sum();
      average = Math.max(1, bytes / found.size());
    }
    if (found.size() >= count) {
      wanted = Math.min(most, wanted * GROWTH);
    } else if (found.size() < wanted / GROWTH) {
      wanted = Math.max(FIRST, wanted / GROWTH);
    }
  }

  /** Whether it has learned no more than a new one knows. */
  public boolean isFirst() {
    return wanted == FIRST;
  }
}
