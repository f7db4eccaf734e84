package io.mas.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.limit.Levels;
import io.mas.gateway.limit.LimitRules;
import io.mas.gateway.limit.Limiter;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.limit.Taken;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.config.GatewayFile;
import io.mas.runner.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the chapter "Limits" of GATEWAY.md does what is said there. */
class LimitsChapterTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^## Limits$.*?^```yaml$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final long T = 1_800_000_000_000L;

  @TempDir private Path directory;
  private Limiter limiter;

  @BeforeEach
  void load() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "GATEWAY.md")));
    assertThat(example.find()).isTrue();
    Path file = Files.writeString(directory.resolve("gateway.yaml"), example.group(1));
    Loaded<GatewayConfig> loaded = GatewayFile.load(file, Map.of());
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().notInForce()).isEmpty();
    limiter =
        new Limiter(
            LimitRules.of(LimitsOf.config(loaded.config().rateLimit())),
            new Levels(),
            new Portions());
  }

  private Taken take(String sender, String type, long now) {
    return limiter.take(sender, type, "shop", now);
  }

  private Taken firstThatDoesNotPass(String sender, String type, int passing) {
    for (int i = 0; i < passing; i++) {
      assertThat(take(sender, type, T).outcome()).as("number %d", i + 1).isEqualTo(PASSED);
    }
    return take(sender, type, T);
  }

  private static final Taken.Outcome PASSED = Taken.Outcome.PASSED;

  @Test
  void theFourthOrderIsRefusedFor20Seconds() {
    Taken refused = firstThatDoesNotPass("clerk", "order.place", 3);
    assertThat(refused.outcome()).isEqualTo(Taken.Outcome.REFUSED);
    assertThat(refused.reason()).isEqualTo("type order.place of agent clerk: 3 per minute");
    assertThat(refused.delayMillis()).isEqualTo(20_000);
    assertThat(take("clerk", "order.place", T + 19_999).outcome()).isNotEqualTo(PASSED);
    assertThat(take("clerk", "order.place", T + 20_000).outcome()).isEqualTo(PASSED);
  }

  @Test
  void anAgentSends20AtOnce() {
    Taken refused = firstThatDoesNotPass("clerk", "other", 20);
    assertThat(refused.reason()).isEqualTo("agent clerk: 120 per minute");
    assertThat(refused.delayMillis()).isEqualTo(500);
  }

  @Test
  void theImporterIsSlowedDown() {
    Taken held = firstThatDoesNotPass("importer", "other", 10);
    assertThat(held.outcome()).isEqualTo(Taken.Outcome.HELD);
    assertThat(held.delayMillis()).isEqualTo(100);
  }
}
