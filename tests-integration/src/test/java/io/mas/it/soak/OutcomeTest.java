package io.mas.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the soak fails of what it counts. */
class OutcomeTest {
  private final Load load = Load.ofMessages(30_000);

  /** What an agent has counted that got the numbers of all chains, two of them in a wrong order. */
  private Book exchanged(boolean wrong) {
    Book book = new Book();
    for (long at = 0; at < load.chains(); at++) {
      // the first two numbers of one key are that many apart
      long chain = at;
      if (wrong && at == 0) {
        chain = Chain.KEYS;
      } else if (wrong && at == Chain.KEYS) {
        chain = 0;
      }
      Chain.Step step = load.step(chain);
      take(book, book.after(step.key(), step.number(), step.price()));
    }
    return book;
  }

  private static void take(Book book, Map<String, Long> changes) {
    changes.forEach(book::put);
  }

  @Test
  void findsNothingWrongWithNumbersInOrder() {
    Outcome outcome = new Outcome();
    outcome.add(exchanged(false), load);
    assertThat(outcome.faults()).isEmpty();
  }

  @Test
  void failsOfAWrongOrderThoughNothingIsLost() {
    Outcome outcome = new Outcome();
    outcome.add(exchanged(true), load);
    assertThat(outcome.lost).isZero();
    assertThat(outcome.faults()).singleElement().asString().startsWith("reordered: 1");
  }
}
