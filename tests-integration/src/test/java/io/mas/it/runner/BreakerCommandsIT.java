package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code breaker} as an operator types it. */
class BreakerCommandsIT {
  @TempDir private Path directory;
  private final TestSystem system = TestSystem.start();

  @AfterEach
  void stop() {
    system.close();
  }

  private RunnerProcess breaker(int status, String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "breaker";
    System.arraycopy(words, 0, all, 1, words.length);
    all[all.length - 2] = "--redis";
    all[all.length - 1] = system.redisUrl();
    RunnerProcess process = Runner.in(directory).run(all);
    assertThat(process.status()).as(process.everything()).isEqualTo(status);
    return process;
  }

  private String said(String... words) {
    try (RunnerProcess process = breaker(0, words)) {
      return process.out();
    }
  }

  private JsonNode shown() throws Exception {
    return Json.read(said("show", "clerk", "--output", "json").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void showOpenCloseAndReset() throws Exception {
    system.provision("clerk");
    assertThat(said("list").lines())
        .containsExactly(
            "AGENT  CIRCUIT  FAILURES  UNTIL  WHY", "clerk  closed   0         -      -");
    assertThat(said("open", "clerk")).startsWith("the circuit of clerk is open");
    assertThat(shown().path("circuit").asText()).isEqualTo("open");
    assertThat(shown().path("forced").asBoolean()).isTrue();
    assertThat(said("list", "--output", "json")).contains("\"circuit\":\"open\"");
    assertThat(said("close", "clerk")).startsWith("the circuit of clerk is closed, whatever fails");
    assertThat(said("show", "clerk")).startsWith("circuit of clerk: closed (by an operator)");
    assertThat(said("reset", "clerk")).startsWith("the circuit of clerk is closed, and opens");
    assertThat(shown().path("forced").asBoolean()).isFalse();
  }

  @Test
  void sayWhatIsWrong() {
    system.provision("clerk");
    try (RunnerProcess wrong = breaker(1, "open", "clerc")) {
      assertThat(wrong.err()).contains("there is no agent 'clerc'", "did you mean `clerk`?");
    }
    try (RunnerProcess wrong = breaker(1, "show", "clerc")) {
      assertThat(wrong.err()).contains("there is no agent 'clerc'");
    }
    breaker(2, "open").close();
  }
}
