package io.mas.internal.runtime;

import io.mas.MasException;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an instance: numbers, signs and sends what its turns commit and what is sent
 * outside of turns, so that numbers rise in stream order.
 *
 * <p>One call is in flight at a time; what arrives meanwhile goes with the next, so batches grow
 * with the load and a lone message waits for nothing. A call without an answer is made again under
 * its own number until it is answered; Redis runs it once.
 *
 * <p>Thread-safe. Blocks nowhere.
 */
final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);
  private static final String CALL = "mas_call";

  /** The same, where Redis has no memory left. */
  private static final String SETTLE = "mas_settle";

  private static final int MAX_ITEMS = 256;
  private static final int MAX_BYTES = 512 * 1024;
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private static final long TIGHT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FULL_RETRY_MILLIS = 200;

  /** The epoch of what may be done whatever became of what was before it. */
  static final int ANY_EPOCH = -1;

  private final RedisLink link;
  private final Identity identity;
  private final List<String> fewKeys;
  private final List<String> allKeys;
  private final String bell;
  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final Deque<WriterItem> queue = new ArrayDeque<>();
  private boolean busy;

  /** What everything fails with once the instance has left. */
  private volatile @Nullable MasException closed;

  private long callNumber;
  private long sequence;
  private long callStart;
  private int epoch;

  /** When Redis was last seen without memory, and whether it ever was. */
  private long tightSince;

  private boolean tight;
  private volatile Runnable whenLapsed = () -> {};

  Writer(
      RedisLink link,
      Identity identity,
      Keys keys,
      ScheduledExecutorService timer,
      InstantSource clock) {
    this.clock = clock;
    this.link = link;
    this.identity = identity;
    this.timer = timer;
    String agent = identity.agent();
    this.allKeys =
        List.of(
            keys.sequence(agent),
            keys.outbox(agent),
            keys.state(agent),
            keys.inbox(agent),
            keys.instanceStream(agent, identity.instance()),
            keys.instance(agent, identity.instance()),
            keys.retries(agent),
            keys.timers(agent),
            keys.delayed(agent),
            keys.lanes(agent),
            keys.order(agent));
    this.fewKeys = allKeys.subList(0, 6);
    this.bell = Keys.bell(keys.shardOf(agent));
  }

  /** Sends messages outside of a turn, all or none. */
  CompletableFuture<Outcome> send(List<Outgoing> messages) {
    return make(new PlainSends(messages));
  }

  /** Makes one effect. */
  CompletableFuture<Outcome> make(Effect effect) {
    return make(effect, ANY_EPOCH);
  }

  /**
   * Makes a turn that ran as if all turns in order before it were done; if one was not, it is a
   * conflict.
   *
   * @param begun the {@link #epoch} when it began, or {@link #ANY_EPOCH}
   */
  CompletableFuture<Outcome> make(Effect effect, int begun) {
    return submit(new WriterItem(effect, begun, new CompletableFuture<>()));
  }

  /** Another one after each turn in order that was not done. */
  synchronized int epoch() {
    return epoch;
  }

  /** Commits what must be settled, again and again while the outbox has no room for it. */
  void settle(TurnCommit turn) {
    make(turn)
        .thenAccept(
            outcome -> {
              if (outcome == Outcome.FULL) {
                timer.schedule(() -> settle(turn), FULL_RETRY_MILLIS, TimeUnit.MILLISECONDS);
              }
            });
  }

  /** The number of the next message, for one that does not go through this writer. */
  synchronized long takeSequence() {
    return ++sequence;
  }

  /**
   * What a new registration is made against.
   *
   * @param sequence the highest message number that no call under way uses
   * @param call the call under way, or else the next one
   */
  record Settled(long sequence, long call) {}

  synchronized Settled settled() {
    return busy ? new Settled(callStart, callNumber) : new Settled(sequence, callNumber + 1);
  }

  /** Says what to do when the registration has lapsed: it may block. */
  void onLapse(Runnable action) {
    whenLapsed = action;
  }

  private CompletableFuture<Outcome> submit(WriterItem item) {
    synchronized (this) {
      if (closed != null) {
        return CompletableFuture.failedFuture(closed);
      }
      queue.add(item);
      if (busy) {
        return item.outcome();
      }
      busy = true;
    }
    sendNext();
    return item.outcome();
  }

  /** Makes a call of what waits, or rests if nothing does. */
  private void sendNext() {
    WriterCall call;
    synchronized (this) {
      call = nextCall();
      busy = call != null;
    }
    if (call != null) {
      attempt(call);
    }
  }

  private @Nullable WriterCall nextCall() {
    List<WriterItem> items = new ArrayList<>();
    Arguments body = new Arguments();
    callStart = sequence;
    long at = clock.millis();
    tight = tight && System.nanoTime() - tightSince < TIGHT_NANOS;
    while (!queue.isEmpty() && items.size() < MAX_ITEMS && body.bytes() < MAX_BYTES) {
      WriterItem item = queue.remove();
      // what ends here does so on another thread: its listeners must not run inside the lock
      if (tight && item.effect().needsRoom()) {
        timer.execute(() -> item.outcome().complete(Outcome.FULL));
        continue;
      }
      if (item.epoch() != ANY_EPOCH && item.epoch() != epoch) {
        timer.execute(() -> item.outcome().complete(Outcome.CONFLICT));
        continue;
      }
      try {
        Arguments encoded = new Arguments();
        item.effect().encode(encoded, (message, to) -> identity.sign(message, ++sequence, at, to));
        body.addAll(encoded);
        items.add(item);
      } catch (RuntimeException e) {
        timer.execute(() -> item.outcome().completeExceptionally(e)); // it alone fails
      }
    }
    return items.isEmpty()
        ? null
        : new WriterCall(
            ++callNumber, items, callStart, body, at, keys(items), tight ? SETTLE : CALL);
  }

  private List<String> keys(List<WriterItem> items) {
    return items.stream().anyMatch(item -> item.effect().needsAllKeys()) ? allKeys : fewKeys;
  }

  /**
   * Fails what waits and what comes, once the instance has left. A call whose answer has not come
   * may have run before that; after it none runs, since the registration is gone.
   */
  void close(MasException reason) {
    List<WriterItem> waiting;
    synchronized (this) {
      closed = reason;
      waiting = List.copyOf(queue);
      queue.clear();
    }
    waiting.forEach(item -> item.outcome().completeExceptionally(reason));
  }

  private void attempt(WriterCall call) {
    MasException gone = closed;
    if (gone != null) {
      call.items.forEach(item -> item.outcome().completeExceptionally(gone));
      return;
    }
    call.attempts++;
    start(call)
        .whenComplete(
            (answer, error) -> {
              if (error != null) {
                failed(call, error);
              } else {
                answered(call, answer);
              }
            });
  }

  private CompletableFuture<String> start(WriterCall call) {
    try {
      return link.startCallForText(
          call.function, call.keys, call.arguments(identity, bell, clock.millis()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(
          e); // a connection that is closed or full says so at once
    }
  }

  private void answered(WriterCall call, String answer) {
    if (answer.equals("?")) {
      log.warn(
          "agent {} instance {}: the registration had lapsed; registering again before call {}",
          identity.agent(),
          identity.instance(),
          call.number);
      whenLapsed.run();
      later(call.attempts, () -> attempt(call));
      return;
    }
    if (answer.startsWith("!")) {
      outOfTurn(call, answer.substring(1));
      return;
    }
    synchronized (this) {
      for (int i = 0; i < call.items.size(); i++) {
        if (call.items.get(i).epoch() == epoch && Outcome.of(answer.charAt(i)) != Outcome.DONE) {
          epoch++;
          break;
        }
      }
    }
    for (int i = 0; i < call.items.size(); i++) {
      call.items.get(i).outcome().complete(Outcome.of(answer.charAt(i)));
    }
    sendNext();
  }

  /**
   * Redis knows another last call of this instance. A lower one: it has lost data, and the call was
   * not run; a higher one: another process uses this instance's id.
   */
  private void outOfTurn(WriterCall call, String last) {
    if (Long.parseLong(last) < call.number - 1) {
      log.warn(
          "agent {} instance {}: Redis has forgotten calls after {}, this was {}; going on from there",
          identity.agent(),
          identity.instance(),
          last,
          call.number);
      List<WriterItem> rest = new ArrayList<>();
      for (WriterItem item : call.items) {
        if (call.unanswered && item.effect().unbound()) {
          item.outcome()
              .completeExceptionally(
                  new MasException(
                      "Redis has forgotten this instance; whether it was sent is not known"));
        } else {
          rest.add(item);
        }
      }
      putBack(rest, Long.parseLong(last));
      sendNext();
      return;
    }
    giveUp(call, new MasException("another process uses this instance's id; nothing was sent"));
  }

  private synchronized void putBack(List<WriterItem> items, long lastCall) {
    callNumber = lastCall;
    for (int i = items.size() - 1; i >= 0; i--) {
      queue.addFirst(items.get(i));
    }
  }

  private void failed(WriterCall call, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    LinkException failure = LinkException.of("a call of agent " + identity.agent(), cause);
    switch (failure.failure()) {
      case OUT_OF_MEMORY -> noRoom(call);
      case REFUSED -> giveUp(call, failure);
      default -> {
        call.unanswered = true;
        again(call, failure);
      }
    }
  }

  /** There is no room: what needs some fails, for a while; the rest is made nevertheless. */
  private void noRoom(WriterCall call) {
    if (call.unanswered) {
      // a copy of an earlier attempt may still run: then it must stay this same call
      call.function = SETTLE;
      later(call.attempts, () -> attempt(call));
      return;
    }
    synchronized (this) {
      tight = true;
      tightSince = System.nanoTime();
    }
    putBack(call.items, call.number - 1);
    sendNext();
  }

  private void again(WriterCall call, LinkException failure) {
    log.warn(
        "agent {} instance {}: call {} is not answered, trying again: {}",
        identity.agent(),
        identity.instance(),
        call.number,
        failure.getMessage());
    later(call.attempts, () -> attempt(call));
  }

  private void later(int attempts, Runnable action) {
    long pause = Math.min(MAX_PAUSE_MILLIS, 20L << Math.min(attempts, 10));
    timer.schedule(action, pause, TimeUnit.MILLISECONDS);
  }

  private void giveUp(WriterCall call, MasException failure) {
    log.error(
        "agent {} instance {}: call {} is refused: {}",
        identity.agent(),
        identity.instance(),
        call.number,
        failure.getMessage());
    synchronized (this) {
      callNumber--;
    }
    call.items.forEach(item -> item.outcome().completeExceptionally(failure));
    sendNext();
  }
}
