package io.mas.it.soak;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import java.time.Duration;
import java.util.Map;

/**
 * The agents of the soak. A source sends work to the clerk; the clerk asks the pricer, changes its
 * state and sends on to the ledger; all three count. Every tenth time the clerk sends something
 * later, too.
 *
 * <p>A request leaves the clerk at once, and again if its turn runs again: the pricer answers it
 * again, and counts it as asked again. That is no repetition if it was sent again, which the audit
 * log tells.
 */
final class Chain {
  static final String SOURCE = "source";
  static final String CLERK = "clerk";
  static final String PRICER = "pricer";
  static final String LEDGER = "ledger";

  /** How many ordering keys there are. */
  static final int KEYS = 32;

  /** Messages in each: work, quote, its reply, booking. */
  static final int MESSAGES = 4;

  /** One in so many has a message more, that leaves later. */
  static final int LATE = 10;

  /** Above what the recovery from several kills in a row takes, so that none expires. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration DELAY = Duration.ofMillis(100);

  /** The counting of requests that were asked before. */
  static final String ASKED_AGAIN = "asked_again";

  /** Messages that left later: how many, and the sum of what they are worth. */
  static final String LATE_COUNT = "late_count";

  static final String LATE_SUM = "late_sum";

  private Chain() {}

  /**
   * A step for one key.
   *
   * @param key the ordering key, from 0
   * @param number of the key's steps, from 1
   */
  public record Step(int key, long number) {
    /** What the pricer says, of a kind that two mistakes do not cancel out. */
    long price() {
      return key * 1_000_003L + number * number % 999_983;
    }
  }

  /**
   * A step that has its price.
   *
   * @param price what the pricer has said
   */
  public record Priced(int key, long number, long price) {}

  /** Sends the work, in the test's process. */
  static final class Source extends Agent<Void> {}

  /** Asks, counts, and sends on. */
  public static final class Clerk extends Agent<Book> {
    @On(value = "work", key = "key")
    void work(Step step) {
      // before the state is read: so it need not stay as it is while the pricer thinks
      Message quote = request(PRICER, "quote", step, PATIENCE);
      long price = quote.data().path("price").asLong();
      updateState(state().after(step.key(), step.number(), price));
      Priced priced = new Priced(step.key(), step.number(), price);
      send(LEDGER, "booking", priced);
      if (step.number() % LATE == 0) {
        sendLater(DELAY, LEDGER, "late", priced);
      }
    }
  }

  /** Answers, and counts. */
  public static final class Pricer extends Agent<Book> {
    @On(value = "quote", key = "key")
    void quote(Step step, Message message) {
      if (step.number() <= state().get(Book.last(step.key()))) {
        updateState(Map.of(ASKED_AGAIN, state().get(ASKED_AGAIN) + 1));
      } else {
        updateState(state().after(step.key(), step.number(), step.price()));
      }
      message.reply("price", Map.of("price", step.price()));
    }
  }

  /** Counts what comes at the end. */
  public static final class Ledger extends Agent<Book> {
    @On(value = "booking", key = "key")
    void booking(Priced priced) {
      updateState(state().after(priced.key(), priced.number(), priced.price()));
    }

    /** Of no key: it comes when it comes. */
    @On("late")
    void late(Priced priced) {
      updateState(
          Map.of(
              LATE_COUNT,
              state().get(LATE_COUNT) + 1,
              LATE_SUM,
              state().get(LATE_SUM) + priced.price()));
    }
  }
}
