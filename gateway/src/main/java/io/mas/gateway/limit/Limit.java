package io.mas.gateway.limit;

import io.mas.gateway.policy.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many messages may pass in a minute, in an hour, or in both. In no span of time do more pass
 * than the burst and what the rate gives in that span.
 *
 * @param perMinute how many in a minute; unlimited where empty
 * @param perHour how many in an hour; unlimited where empty
 * @param burst how many at once; where empty, as many as in a minute, or in an hour if that is the
 *     only rate
 * @param onLimit what becomes of those that are too many
 * @param mode whether it is in force, or what it would refuse is only noted
 */
public record Limit(
    OptionalInt perMinute, OptionalInt perHour, OptionalInt burst, OnLimit onLimit, Mode mode) {

  /** Checks that it limits something, and to no less than one. */
  public Limit {
    if (perMinute.isEmpty() && perHour.isEmpty()) {
      throw new IllegalArgumentException("a limit has a number per minute or per hour, or both");
    }
    for (OptionalInt number : List.of(perMinute, perHour, burst)) {
      if (number.orElse(1) < 1) {
        throw new IllegalArgumentException(
            "a limit lets at least 1 message pass, not " + number.getAsInt());
      }
    }
  }

  /** So many in a minute; what is more is refused. */
  public static Limit perMinute(int messages) {
    return new Limit(
        OptionalInt.of(messages),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OnLimit.REJECT,
        Mode.ENFORCE);
  }

  /** So many in an hour; what is more is refused. */
  public static Limit perHour(int messages) {
    return new Limit(
        OptionalInt.empty(),
        OptionalInt.of(messages),
        OptionalInt.empty(),
        OnLimit.REJECT,
        Mode.ENFORCE);
  }

  /** And no more than so many in an hour. */
  public Limit andPerHour(int messages) {
    return new Limit(perMinute, OptionalInt.of(messages), burst, onLimit, mode);
  }

  /** With so many at once. */
  public Limit withBurst(int messages) {
    return new Limit(perMinute, perHour, OptionalInt.of(messages), onLimit, mode);
  }

  /** What is more waits. */
  public Limit throttling() {
    return new Limit(perMinute, perHour, burst, OnLimit.THROTTLE, mode);
  }

  /** What is more passes and is noted. */
  public Limit shadow() {
    return new Limit(perMinute, perHour, burst, onLimit, Mode.SHADOW);
  }

  /** The burst binds the shorter span; the longer one is bound by its own number. */
  List<Rate> rates() {
    List<Rate> rates = new ArrayList<>();
    perMinute.ifPresent(tokens -> rates.add(Rate.minute(tokens, burst.orElse(tokens))));
    perHour.ifPresent(
        tokens ->
            rates.add(Rate.hour(tokens, perMinute.isPresent() ? tokens : burst.orElse(tokens))));
    return rates;
  }
}
