package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.support.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads of one instance send at the same time, and answers are lost while they do. */
class F33NumbersIT {
  private static final int THREADS = 8;
  private static final int EACH = 250;
  private static final int LOST_ANSWERS = 5;

  @TempDir private Path directory;

  @Test
  void riseInTheOrderOfTheStreamAndMakeOneMessageOfEach() throws Exception {
    try (Site site = Site.in(directory)) {
      Proxy proxy = site.closing(Proxy.to(site.redis().port()));
      site.allow("sender", "sink");
      site.run("sink", new Tally());
      Listener sender = new Listener();
      site.run(proxy.port(), "sender", sender);
      site.gateway();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String source = "thread" + i;
        threads.add(
            new Thread(
                () -> {
                  for (int number = 0; number < EACH; number++) {
                    sender.send("sink", "hop", new Tally.Hop(source, number, List.of()));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (int lost = 0; lost < LOST_ANSWERS; lost++) {
        proxy.loseAnswer("mas_call", 5).get(30, TimeUnit.SECONDS);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(site.wire().unsettled()).isEmpty());
      Tally.Result sum = Tally.Result.NONE;
      for (int i = 0; i < THREADS; i++) {
        sum = sum.plus(Tally.result(site.wire(), "sink", "thread" + i, EACH));
      }
      Report.of("F33").with("answers_lost", LOST_ANSWERS).with(sum).print();
      assertThat(sum).isEqualTo(Tally.Result.allWell(THREADS * EACH));
      // a number that did not rise would be taken for a replay
      assertThat(sender.rejections()).isEmpty();
      assertThat(site.wire().deadLetters()).isEmpty();
      assertThat(site.decisionsPerMessage().values()).containsOnly(1);
    }
  }
}
