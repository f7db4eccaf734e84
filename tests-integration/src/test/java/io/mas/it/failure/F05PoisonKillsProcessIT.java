package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AgentSettings;
import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message whose handler takes the process with it, again and again, among others. */
class F05PoisonKillsProcessIT {
  private static final int MESSAGES = 40;
  private static final int POISON = 10;
  private static final int ATTEMPTS = 2;

  /** The death of the process that read it first leaves no record; each later one does. */
  private static final int DEATHS = 1 + ATTEMPTS;

  private static final int HALTED = 137;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** Dies of one message. */
  static final class Mortal extends Tally {
    @Override
    protected void hop(Hop hop) {
      if (hop.number() == POISON) {
        Runtime.getRuntime().halt(HALTED);
      }
      super.hop(hop);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void isADeadLetterAndNothingElseSuffers(int concurrency) throws Exception {
    AgentSettings settings =
        new AgentSettings("mortal", concurrency, ATTEMPTS, List.of(), Map.of()).withLease(LEASE);
    Role role = new Role(settings, Mortal.class, 1);
    try (Site site = Site.in(directory)) {
      Source source = site.closing(Source.of(site, "source", "mortal"));
      site.gateway();
      source.send(MESSAGES);
      awaitInInbox(site.wire());
      for (int death = 1; death <= DEATHS; death++) {
        AgentProcess doomed = site.agents(site.redis().port(), Map.of(), role);
        assertThat(doomed.process().awaitExit()).as("at death %s", death).isEqualTo(HALTED);
        assertThat(site.wire().deadLetters()).isEmpty();
      }
      long start = System.nanoTime();
      AgentProcess last = site.agents(role);
      source.send(MESSAGES);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(source.arrived()).isEqualTo(source.sent() - 1));
      long recovered = Duration.ofNanos(System.nanoTime() - start).toMillis();
      Source.awaitSettled(site.wire());
      assertThat(last.process().isAlive()).isTrue();
      List<Map<String, String>> letters = site.wire().deadLetters();
      Tally.Result result = source.result().withDeadLetters(letters.size());
      Report.of("F05")
          .with("concurrency", concurrency)
          .with("deaths", DEATHS)
          .with(result)
          .with("recovered_ms", recovered)
          .print();
      // the poison alone has no effect
      assertThat(result.lost()).isZero();
      assertThat(result.deadLetters()).isEqualTo(1);
      assertThat(Tally.page(site.wire(), "mortal", "source").numbers().get(POISON)).isFalse();
      assertThat(result.repeated()).isZero();
      assertThat(concurrency == 1 ? result.reordered() : 0).isZero();
      assertThat(letters).hasSize(1);
      assertThat(letters.get(0))
          .containsEntry("decision", "HANDLER_FAILED")
          .containsEntry("reason", "the process died while it was handled")
          .containsEntry("attempts", Integer.toString(ATTEMPTS))
          .containsEntry("type", "hop");
    }
  }

  /** So that the first process reads the poison together with its neighbours. */
  private static void awaitInInbox(Wire wire) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(wire.redis().xlen(Wire.KEYS.inbox("mortal"))).isEqualTo(MESSAGES));
  }
}
