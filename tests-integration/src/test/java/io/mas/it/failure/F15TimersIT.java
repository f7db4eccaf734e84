package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.On;
import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delayed messages, whose mover dies among them, or some of which nobody can read. */
class F15TimersIT {
  private static final int MESSAGES = 300;
  private static final int UNREADABLE = 150;
  private static final int HALTED = 137;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Role PLANNER = Role.of("planner", Planner.class).withLease(LEASE);

  @TempDir private Path directory;

  /** Delays as many messages as it is told, in one turn. */
  static final class Planner extends Agent<Void> {
    @On("plan")
    void plan(int messages) {
      for (int i = 0; i < messages; i++) {
        sendLater(Duration.ofSeconds(1), "sink", "hop", new Tally.Hop("plan", i, List.of()));
      }
    }
  }

  private static Source.Sender master(Site site) {
    Source.Sender master = new Source.Sender();
    site.allow("master", "planner");
    site.allow("planner", "sink");
    site.run("master", master);
    site.run("sink", new Tally());
    return master;
  }

  private static void awaitAll(Site site) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Tally.page(site.wire(), "sink", "plan").numbers().cardinality())
                    .as(() -> "arrived, with " + site.wire().unsettled() + " left")
                    .isEqualTo(MESSAGES));
    Source.awaitSettled(site.wire());
    assertThat(
            site.wire().redis().exists(Wire.KEYS.timers("planner"), Wire.KEYS.delayed("planner")))
        .isZero();
  }

  /** The first call commits the plan; those that follow move what is due. */
  @ParameterizedTest
  @ValueSource(strings = {"after:mas_due:2", "before:mas_call:3", "after:mas_call:3"})
  void leaveOnceEachWhenTheirMoverDiesAmongThem(String halt) throws Exception {
    try (Site site = Site.in(directory)) {
      Source.Sender master = master(site);
      site.gateway();
      AgentProcess mover = site.agents(site.redis().port(), Map.of("mas.halt", halt), PLANNER);
      master.send("planner", "plan", MESSAGES);
      assertThat(mover.process().awaitExit()).isEqualTo(HALTED);
      long left = site.wire().redis().zcard(Wire.KEYS.timers("planner"));
      long start = System.nanoTime();
      site.run(PLANNER.settings(), new Planner());
      awaitAll(site);
      Tally.Result result = Tally.result(site.wire(), "sink", "plan", MESSAGES);
      Report.of("F15")
          .with("halted", halt)
          .with("left_by_the_dead", left)
          .with("lost", result.lost())
          .with("repeated", result.repeated())
          .with("recovered_ms", Duration.ofNanos(System.nanoTime() - start).toMillis())
          .print();
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }

  @Test
  void leaveAlsoBehindMoreThanABatchThatCannotBeRead() throws Exception {
    try (Site site = Site.in(directory)) {
      Source.Sender master = master(site);
      site.gateway();
      for (int i = 0; i < UNREADABLE; i++) {
        byte[] spoiled = bytes("no header " + i);
        String id = "spoiled-" + i;
        if (i > 0) {
          // of the first nothing is left but its time
          Map<String, byte[]> parts = Map.of(id + ":h", spoiled, id + ":p", spoiled);
          site.wire().redis().hset(Wire.KEYS.delayed("planner"), parts);
        }
        site.wire().redis().zadd(Wire.KEYS.timers("planner"), (double) i, bytes(id));
      }
      site.run(PLANNER.settings(), new Planner());
      master.send("planner", "plan", MESSAGES);
      awaitAll(site);
      List<Map<String, String>> letters = site.wire().deadLettersFrom("planner");
      Tally.Result result = Tally.result(site.wire(), "sink", "plan", MESSAGES);
      Report.of("F15")
          .with("unreadable", UNREADABLE)
          .with("dead_letters", letters.size())
          .with("lost", result.lost())
          .with("repeated", result.repeated())
          .print();
      assertThat(letters)
          .hasSize(UNREADABLE)
          .allSatisfy(letter -> assertThat(letter).containsEntry("decision", "UNDECODABLE"));
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
