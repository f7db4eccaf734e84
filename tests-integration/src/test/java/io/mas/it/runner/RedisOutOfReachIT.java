package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.runner.redis.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configured Redis is used or is an error: one line that names the setting, status 3. */
class RedisOutOfReachIT {
  @TempDir private Path directory;
  private Project project;

  @BeforeEach
  void greeting() {
    project = Project.greeting(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "service", "gateway", "agents"})
  void saysThatNothingListensThere(String command) throws Exception {
    String url = "redis://user:hidden@127.0.0.1:" + closedPort();
    refused(Runner.in(directory).run(command, "--redis", url), "--redis", "refuses connections");
  }

  @Test
  void namesTheVariable() throws Exception {
    String url = "redis://127.0.0.1:" + closedPort();
    refused(Runner.in(directory).with("MAS_REDIS_URL", url).run("run"), "MAS_REDIS_URL", "refuses");
  }

  @Test
  void namesTheKeyOfAgentsYaml() throws Exception {
    project.file(
        "agents.yaml",
        "service_redis_url: redis://127.0.0.1:" + closedPort(),
        project.text("agents.yaml"));
    // what the configuration names goes before the variable
    refused(
        Runner.in(directory).with("MAS_REDIS_URL", "redis://127.0.0.1:1").run("run"),
        "service_redis_url",
        "refuses connections");
  }

  @Test
  void namesTheKeyOfGatewayYaml() throws Exception {
    withGateway("redis: {url: 'redis://127.0.0.1:" + closedPort() + "'}");
    refused(Runner.in(directory).run("run"), "redis.url", "refuses connections");
  }

  @Test
  void saysThatThePasswordIsWrong() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open()) {
      String url = redis.address().url().replace(redis.address().password(), "hidden");
      refused(Runner.in(directory).run("run", "--redis", url), "--redis", "user and password");
    }
  }

  @Test
  void readsThePasswordFromTheFileThatGatewayYamlNames() {
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open()) {
      withGateway(
          "redis:",
          "  url: redis://127.0.0.1:" + redis.address().port(),
          "  username: " + redis.address().username(),
          "  password_file: password");
      project.file("password", "hidden");
      refused(Runner.in(directory).run("run"), "redis.url", "user and password");

      project.file("password", redis.address().password());
      try (RunnerProcess run = Runner.in(directory).start("run", "--for", "1h")) {
        run.awaitOut("Got response: ");
        assertThat(run.err()).contains("named by redis.url");
        assertThat(run.everything()).doesNotContain(redis.address().password());
        assertThat(project.path(".mas/redis")).doesNotExist();
      }
    }
  }

  @Test
  void saysThatItIsTooOld() throws Exception {
    try (OldRedis redis = new OldRedis()) {
      refused(Runner.in(directory).run("run", "--redis", redis.url()), "--redis", "6.2.14", "7.0");
    }
  }

  @Test
  void saysThatItMightEvict() {
    try (EmbeddedRedis redis =
        EmbeddedRedis.ephemeral()
            .option("maxmemory", "100mb")
            .option("maxmemory-policy", "allkeys-lru")
            .open()) {
      refused(
          2,
          Runner.in(directory).run("run", "--redis", redis.address().url()),
          "--redis",
          "allkeys-lru",
          "noeviction");
    }
  }

  private void refused(RunnerProcess run, String setting, String... texts) {
    refused(3, run, setting, texts);
  }

  private void refused(int status, RunnerProcess run, String setting, String... texts) {
    try (run) {
      assertThat(run.status()).as(run.everything()).isEqualTo(status);
      assertThat(run.out()).isEmpty();
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err())
          .startsWith("the Redis at ")
          .contains("named by " + setting)
          .contains(texts)
          .doesNotContain("hidden");
      assertThat(project.path(".mas")).doesNotExist();
    }
  }

  private void withGateway(String... lines) {
    project.file("agents.yaml", "gateway_config_file: gateway.yaml", project.text("agents.yaml"));
    project.file("gateway.yaml", lines);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
