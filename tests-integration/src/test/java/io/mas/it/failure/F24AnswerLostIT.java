package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis has done what it was told, and its answer is lost with the connection. */
class F24AnswerLostIT {
  private static final int ROUNDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void makesOneMessageOfEachWhateverAnswerIsLost() throws Exception {
    try (Site site = Site.in(directory)) {
      Proxy proxy = site.closing(Proxy.to(site.redis().port()));
      Source source = site.closing(Source.by(proxy.port(), site, "source", "relay", "sink"));
      site.run(proxy.port(), "relay", new Tally());
      site.run(proxy.port(), "sink", new Tally());
      site.gateway(proxy.port(), Map.of()).process().awaitReady();
      source.flow(Duration.ofMillis(5)).awaitMore(20, PATIENCE);
      int lost = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        for (String command :
            List.of("mas_call", "mas_commit", "mas_deliver", "XREADGROUP", "XRANGE", "mas_lease")) {
          proxy.loseAnswer(command, round).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          lost++;
        }
        source.awaitMore(20, PATIENCE);
      }
      source.end().awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      Report.of("F24").with("answers_lost", lost).with(result).print();
      assertThat(result).isEqualTo(Tally.Result.allWell(source.sent()));
      assertThat(site.decisionsPerMessage().values()).containsOnly(1);
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }
}
