package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentRecord;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents from the command line. */
class AgentCommandsIT {
  @TempDir private Path directory;

  private final TestSystem system = TestSystem.start().allow("worker", "receiver");
  private final Wire wire = Wire.to(system.redisUrl());
  private final AgentHost host = AgentHost.at(system.redisUrl());
  private final Listener receiver = new Listener();

  @AfterEach
  void stop() {
    host.close();
    wire.close();
    system.close();
  }

  private RunnerProcess agent(String... arguments) {
    List<String> words = new ArrayList<>(List.of("agent"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--redis", system.redisUrl()));
    return Runner.in(directory).run(words.toArray(String[]::new));
  }

  private String succeeds(String... arguments) {
    try (RunnerProcess done = agent(arguments)) {
      assertThat(done.status()).as(done.everything()).isZero();
      return done.out();
    }
  }

  private JsonNode shown(String id) throws Exception {
    String line = succeeds("show", id, "--output", "json");
    return Json.read(line.getBytes(StandardCharsets.UTF_8));
  }

  private AgentCredentials credentials() throws Exception {
    return AgentCredentials.read(directory.resolve(".mas/credentials/worker.json"));
  }

  private Listener run(String... capabilities) throws Exception {
    Listener agent = new Listener();
    host.start(
        new AgentSettings("worker", 1, 5, List.of(capabilities), Map.of()), credentials(), agent);
    return agent;
  }

  private void passes(Listener sender) {
    String id = sender.send("receiver", "hello", Map.of());
    await()
        .untilAsserted(
            () -> assertThat(receiver.received()).anyMatch(found -> found.id().equals(id)));
  }

  /** No secret of the credentials file is in a text. */
  private void showsNoSecret(String text) throws Exception {
    JsonNode file =
        Json.read(Files.readAllBytes(directory.resolve(".mas/credentials/worker.json")));
    List<String> secrets = new ArrayList<>();
    file.path("signing").forEach(key -> secrets.add(key.path("secret").asText()));
    secrets.add(file.path("delivery").asText());
    secrets.add(file.path("redis_password").asText());
    assertThat(secrets).hasSize(3).allMatch(secret -> secret.length() >= 44);
    assertThat(text).doesNotContain(secrets);
  }

  @Test
  void anAgentIsAddedRotatedRevokedRemovedAndAddedAgain() throws Exception {
    system.run("receiver", receiver);
    String added = succeeds("add", "worker", "--algorithm", "ed25519", "--capability", "paint");
    Path file = directory.resolve(".mas/credentials/worker.json");
    assertThat(added).contains("signs with k1 (ed25519)").contains(".mas/credentials/worker.json");
    showsNoSecret(added);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Listener worker = run("paint", "print");
    passes(worker);
    JsonNode shown = shown("worker");
    assertThat(shown.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(shown.path("capabilities").toString()).isEqualTo("[\"paint\"]");
    assertThat(shown.path("instances")).hasSize(1);
    assertThat(shown.path("keys").toString())
        .isEqualTo("[{\"id\":\"k1\",\"algorithm\":\"ed25519\",\"state\":\"active\"}]");
    showsNoSecret(succeeds("show", "worker"));
    showsNoSecret(succeeds("list"));

    assertThat(succeeds("rotate", "worker")).contains("signs with k2 from its next start");
    assertThat(credentials().keys().signer().id()).isEqualTo("k2");
    passes(worker);
    passes(run("paint"));
    assertThat(succeeds("rotate", "worker", "--revoke-key", "k1")).contains("key k1 is revoked");
    assertThat(shown("worker").path("keys").findValuesAsText("state"))
        .containsExactly("revoked", "active");

    succeeds("revoke", "worker");
    assertThat(shown("worker").path("status").asText()).isEqualTo("REVOKED");
    assertThat(succeeds("list")).containsPattern("worker +REVOKED");
    succeeds("remove", "worker", "--force");
    assertThat(wire.redis().keys("agent*worker*")).isEmpty();
    assertThat(succeeds("list")).doesNotContain("worker");
    assertThat(wire.redis().aclUsers()).doesNotContain("mas-agent-worker");

    succeeds("add", "worker");
    passes(run());
  }

  @Test
  void whatAnAgentIsNotGrantedItCannotClaim() throws Exception {
    system.run("receiver", receiver);
    system.allow("receiver", "worker");
    succeeds("add", "worker", "--capability", "paint", "--capability", "sing");
    run("paint", "admin");
    await()
        .untilAsserted(
            () ->
                assertThat(receiver.discover("paint", "admin"))
                    .extracting(AgentRecord::id, AgentRecord::capabilities)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("worker", List.of("paint"))));
    assertThat(receiver.discover("admin")).isEmpty();
  }

  @Test
  void anAgentWithMessagesUnderWayIsNotRemovedUnlessForced() throws Exception {
    system.run("receiver", receiver);
    system.allow("receiver", "worker");
    succeeds("add", "worker");
    receiver.send("worker", "one", Map.of());
    receiver.send("worker", "two", Map.of());
    await().until(() -> wire.redis().xlen(Wire.KEYS.inbox("worker")) == 2);
    try (RunnerProcess refused = agent("remove", "worker")) {
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains(
              "agent worker is not removed: there is still something (messages that wait for it: 2)");
    }
    RunningAgent running = host.start(AgentSettings.of("worker"), credentials(), new Listener());
    await().until(() -> wire.redis().xlen(Wire.KEYS.inbox("worker")) == 0);
    running.stop();
    await()
        .untilAsserted(
            () -> assertThat(succeeds("remove", "worker")).contains("agent worker is removed"));
    assertThat(wire.redis().keys("agent*worker*")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          show recever              | 1 | there is no agent 'recever' at  | did you mean `receiver`?
          rotate nobody             | 1 | there is no agent 'nobody' at   | .
          revoke nobody             | 1 | there is no agent 'nobody' at   | .
          remove nobody             | 1 | there is no agent 'nobody' at   | .
          add receiver              | 1 | agent receiver is provisioned already; `agent rotate receiver` gives it a new key | .
          add a:b                   | 2 | an agent id                     | .
          add mas                   | 2 | the agent id 'mas' is reserved for the gateway | .
          add x --algorithm rsa     | 2 | is no algorithm; use hmac-sha256 or ed25519 | .
          rotate receiver --retire k1 | 1 | k1 is the only key that agent receiver signs with; rotate it first | .
          rotate receiver --retire k7 | 1 | agent receiver has no signing key k7; it has k1 | .
          """)
  void saysWhatIsWrong(String command, int status, String message, String more) {
    system.provision("receiver");
    try (RunnerProcess refused = agent(command.split(" ", -1))) {
      assertThat(refused.status()).as(refused.everything()).isEqualTo(status);
      assertThat(refused.err()).contains(message).contains(more.equals(".") ? "" : more);
    }
  }
}
