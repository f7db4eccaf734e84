package io.mas.gateway.letters;

import io.mas.internal.redis.Entry;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the letters of all shards by time, reading few at a time. What comes in after it has
 * begun it leaves out. Not thread-safe.
 */
final class LetterScan implements Iterator<Letter> {
  /** An entry may hold more than a megabyte. */
  private static final int PAGE = 16;

  private static final Comparator<Letter> OLDEST =
      Comparator.comparing((Letter letter) -> letter.id().entry(), StreamIds::compare)
          .thenComparing(letter -> letter.id().shard());

  private final RedisLink link;
  private final IntFunction<String> streams;
  private final boolean newestFirst;
  private final PriorityQueue<Page> pages;

  /** What was read of a shard and not yet taken. */
  private static final class Page {
    private final int shard;
    private final @Nullable String last;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private @Nullable String reached;

    /**
     * @param last where the scan ends; null where it goes on to the beginning
     */
    Page(int shard, @Nullable String last) {
      this.shard = shard;
      this.last = last;
    }
  }

  /**
   * Of one kind of letters.
   *
   * @param streams the stream of each shard
   */
  LetterScan(RedisLink link, int shards, IntFunction<String> streams, boolean newestFirst) {
    this.link = link;
    this.streams = streams;
    this.newestFirst = newestFirst;
    Comparator<Letter> order = newestFirst ? OLDEST.reversed() : OLDEST;
    this.pages = new PriorityQueue<>(Comparator.comparing(page -> page.letters.element(), order));
    for (int shard = 0; shard < shards; shard++) {
      if (newestFirst) {
        read(new Page(shard, null));
      } else {
        List<Entry> newest = link.rangeBefore(streams.apply(shard), null, 1);
        if (!newest.isEmpty()) {
          read(new Page(shard, newest.get(0).id()));
        }
      }
    }
  }

  private void read(Page page) {
    String stream = streams.apply(page.shard);
    String reached = page.reached;
    List<Entry> found =
        newestFirst
            ? link.rangeBefore(stream, reached, PAGE)
            : RedisLink.await(
                "reading dead letters",
                link.startRange(stream, reached == null ? StreamIds.ZERO : reached, PAGE));
    List<Entry> wanted = new ArrayList<>(found);
    String last = page.last;
    if (last != null) {
      wanted.removeIf(entry -> StreamIds.compare(entry.id(), last) > 0);
    }
    for (Entry entry : wanted) {
      page.letters.add(new Letter(new LetterId(page.shard, entry.id()), entry.fields()));
      page.reached = entry.id();
    }
    if (!page.letters.isEmpty()) {
      pages.add(page);
    }
  }

  @Override
  public boolean hasNext() {
    return !pages.isEmpty();
  }

  @Override
  public Letter next() {
    Page page = pages.poll();
    if (page == null) {
      throw new NoSuchElementException("no more dead letters");
    }
    Letter next = page.letters.remove();
    if (page.letters.isEmpty()) {
      read(page);
    } else {
      pages.add(page);
    }
    return next;
  }
}
