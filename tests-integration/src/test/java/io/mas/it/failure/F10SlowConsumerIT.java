package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that handles nothing until everything was sent. */
class F10SlowConsumerIT {
  private static final int MESSAGES = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static final class Slow extends Tally {
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    protected void hop(Hop hop) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.hop(hop);
    }
  }

  @Test
  void isTrimmedNothingThatItHasNotHandled() throws Exception {
    try (Site site = Site.in(directory)) {
      Slow slow = new Slow();
      Source source = site.closing(Source.of(site, "source", "slow"));
      site.run("slow", slow);
      site.gateway();
      source.send(MESSAGES);
      String inbox = Wire.KEYS.inbox("slow");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(site.wire().redis().xlen(inbox)).isEqualTo(MESSAGES));
      long start = System.nanoTime();
      slow.goOn.countDown();
      source.awaitAll(PATIENCE);
      long handled = (System.nanoTime() - start) / 1_000_000;
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F10").with(result).with("handled_ms", handled).print();
      assertThat(result).isEqualTo(Tally.Result.allWell(MESSAGES));
    }
  }
}
