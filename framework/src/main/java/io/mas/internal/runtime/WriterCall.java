package io.mas.internal.runtime;

import io.mas.internal.redis.Arguments;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One call of the script, made until it is answered. Under way at one time is one of a writer,
 * which alone uses it.
 */
final class WriterCall {
  private static final int MAX_OUTBOX = 100_000;

  /**
   * After so long a call that was not answered is signed anew, well before its messages would be
   * too old for the gateway. If an attempt before has been run, Redis looks at the number alone.
   */
  private static final long STALE_MILLIS = 30_000;

  final long number;
  final List<WriterItem> items;
  final List<String> keys;

  /** The message number before its first. */
  private final long sequenceStart;

  private Arguments body;
  private long signedAt;
  String function;
  int attempts;

  /** Whether an attempt has got no answer, so that it may have been run. */
  boolean unanswered;

  WriterCall(
      long number,
      List<WriterItem> items,
      long sequenceStart,
      Arguments body,
      long signedAt,
      List<String> keys,
      String function) {
    this.number = number;
    this.items = items;
    this.sequenceStart = sequenceStart;
    this.body = body;
    this.signedAt = signedAt;
    this.keys = keys;
    this.function = function;
  }

  /** As the script takes it, signed not long before. */
  Arguments arguments(Identity identity, String bell, long now) {
    if (now - signedAt > STALE_MILLIS) {
      signAnew(identity, now);
    }
    return new Arguments()
        .add(identity.agent())
        .add(identity.instance())
        .add(number)
        .add(bell)
        .add(MAX_OUTBOX)
        .add(items.size())
        .addAll(body);
  }

  /** Signs the messages with the time as it is now, under the numbers that are theirs. */
  private void signAnew(Identity identity, long now) {
    AtomicLong sequence = new AtomicLong(sequenceStart);
    Arguments fresh = new Arguments();
    items.forEach(
        item ->
            item.effect()
                .encode(
                    fresh,
                    (message, to) -> identity.sign(message, sequence.incrementAndGet(), now, to)));
    body = fresh;
    signedAt = now;
  }
}
