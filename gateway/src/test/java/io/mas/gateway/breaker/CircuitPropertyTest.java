package io.mas.gateway.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.TurnReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes, and however often the owner of the shard changes. */
class CircuitPropertyTest {
  private static final long T = 1_800_000_000_000L;
  private static final long TIMEOUT = 5_000;
  private static final long WINDOW = 20_000;

  /**
   * Something that happens after a pause: so many failures, or successes or failures of a trial.
   */
  record Event(int pause, String what, int many) {}

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Integer> pauses = Arbitraries.integers().between(0, 7_000);
    Arbitrary<String> kinds = Arbitraries.of("failed", "ok", "bad", "old");
    Arbitrary<Integer> many = Arbitraries.integers().between(1, 3);
    return Combinators.combine(pauses, kinds, many).as(Event::new).list().ofMaxSize(80);
  }

  @Property(tries = 1_000)
  void opensForEnoughFailuresAloneAndClosesForEnoughSuccessesAlone(
      @ForAll("events") List<Event> events,
      @ForAll @IntRange(min = 1, max = 6) int failures,
      @ForAll @IntRange(min = 1, max = 4) int successes) {
    BreakerRule rule =
        BreakerRule.defaults()
            .withThresholds(failures, successes)
            .withTimeout(Duration.ofMillis(TIMEOUT))
            .withWindow(Duration.ofMillis(WINDOW));
    Circuit circuit = Circuit.NEW;
    List<Long> since = new ArrayList<>(); // failures since it was closed last
    int goods = 0;
    long now = T;
    for (Event event : events) {
      now += event.pause();
      long at = now;
      Circuit before = CircuitText.parse(CircuitText.of(circuit)); // as another owner reads it
      assertThat(before).isEqualTo(circuit);
      circuit = apply(before, event, at, rule);
      if (event.what().equals("failed") && !before.isOpen()) {
        for (int i = 0; i < event.many(); i++) {
          since.add(at);
        }
        long within = since.stream().filter(time -> time > at - WINDOW).count();
        long surely =
            since.stream().filter(time -> time > at - WINDOW + WINDOW / Failures.PARTS).count();
        assertThat(circuit.isOpen()).isIn(within >= failures, surely >= failures);
      }
      if (before.isOpen() && circuit.isOpen() && circuit.opening() != before.opening()) {
        assertThat(event.what()).isEqualTo("bad");
        assertThat(before.isTried(at)).isTrue();
        goods = 0;
      }
      if (!before.isOpen() && circuit.isOpen()) {
        assertThat(circuit.until()).isEqualTo(at + TIMEOUT);
        goods = 0;
      }
      if (before.isTried(at) && event.what().equals("ok")) {
        goods += event.many();
        assertThat(circuit.isOpen()).isEqualTo(goods < successes);
      }
      if (before.isOpen() && !circuit.isOpen()) {
        assertThat(event.what()).isEqualTo("ok");
        since.clear();
      }
      assertThat(circuit.failures().counts().size()).isLessThanOrEqualTo(Failures.PARTS + 1);
    }
  }

  private static Circuit apply(Circuit circuit, Event event, long now, BreakerRule rule) {
    String name = Long.toString(circuit.opening());
    return switch (event.what()) {
      case "ok" -> circuit.tried(name, new TurnReport.Trial(event.many(), 0), now, rule);
      case "bad" -> circuit.tried(name, new TurnReport.Trial(0, event.many()), now, rule);
      case "old" -> circuit.tried("7", new TurnReport.Trial(9, 9), now, rule);
      default -> circuit.failed(event.many(), now, rule);
    };
  }
}
