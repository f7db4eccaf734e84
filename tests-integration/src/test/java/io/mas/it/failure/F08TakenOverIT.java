package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry is taken over by another between a handler's begin and its commit. */
class F08TakenOverIT {
  @TempDir private Path directory;

  /** Waits in its first handler. */
  private static final class Waiting extends Tally {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @Override
    protected void hop(Hop hop) {
      runs.incrementAndGet();
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.hop(hop);
    }
  }

  @Test
  void settlesNothingThatIsAnothersAndItsEffectsHappenOnce() throws Exception {
    try (Site site = Site.in(directory)) {
      String inbox = Wire.KEYS.inbox("receiver");
      Waiting receiver = new Waiting();
      Source source = site.closing(Source.of(site, "source", "receiver"));
      site.run("receiver", receiver);
      site.gateway();
      source.send(1);
      receiver.begun.await();
      String id = held(site.wire(), inbox).get(0);
      claim(site.wire(), inbox, id, 0);
      receiver.goOn.countDown();
      source.send(1);
      await().untilAsserted(() -> assertThat(source.arrived()).isEqualTo(1));
      assertThat(held(site.wire(), inbox)).as("what is the other's").containsExactly(id);
      Tally.Result before = source.result();
      assertThat(before.lost()).isEqualTo(1);

      // the other dies
      long start = System.nanoTime();
      claim(site.wire(), inbox, id, 3_600_000);
      source.awaitAll(Duration.ofSeconds(40));
      long recovered = (System.nanoTime() - start) / 1_000_000;
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F08")
          .with("handler_runs", receiver.runs.get())
          .with("sent", result.sent())
          .with("lost", result.lost())
          .with("repeated", result.repeated())
          .with("recovered_ms", recovered)
          .print();
      assertThat(result.lost()).isZero();
      assertThat(result.repeated()).isZero();
      // the second may have been prepared on what the first would have left, and is then run again
      assertThat(receiver.runs).hasValueBetween(3, 4);
    }
  }

  private static List<String> held(Wire wire, String inbox) {
    return wire.redis().xpending(inbox, "agents", Range.unbounded(), Limit.from(10)).stream()
        .map(pending -> pending.getId())
        .toList();
  }

  private static void claim(Wire wire, String inbox, String id, long idle) {
    wire.redis()
        .xclaim(
            inbox, Consumer.from("agents", "another"), new XClaimArgs().justid().idle(idle), id);
  }
}
