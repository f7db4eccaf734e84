package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentCredentials;
import io.mas.it.support.Listener;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provisioned agents from the command line. */
class AgentCommandsIT {
  @TempDir private Path directory;
  private TestSystem system;

  @BeforeEach
  void start() {
    system = TestSystem.start();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private RunnerProcess agent(int status, String... words) {
    List<String> all = new ArrayList<>(List.of("agent"));
    all.addAll(List.of(words));
    all.addAll(List.of("--redis", system.redisUrl()));
    RunnerProcess process = Runner.in(directory).run(all.toArray(String[]::new));
    assertThat(process.status()).as(process.everything()).isEqualTo(status);
    return process;
  }

  private JsonNode shown(String id) throws Exception {
    try (RunnerProcess show = agent(0, "show", id, "--output", "json")) {
      return Json.read(show.out().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void anAgentIsAddedShownRotatedRevokedAndRemoved() throws Exception {
    Path file = directory.resolve("clerk.json");
    try (RunnerProcess add = agent(0, "add", "clerk", "--credentials", file.toString())) {
      assertThat(add.out()).isEqualTo("credentials of clerk: %s%n".formatted(file));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    AgentCredentials first = AgentCredentials.read(file);
    agent(1, "add", "clerk", "--credentials", file.toString()).close();
    assertThat(shown("clerk").path("keys").path("k1").asText()).isEqualTo("active");

    agent(0, "rotate", "clerk", "--credentials", file.toString()).close();
    assertThat(AgentCredentials.read(file).keys().signer().sameAs(first.keys().signer())).isFalse();
    assertThat(shown("clerk").path("keys").path("k1").asText()).isEqualTo("verify-only");
    assertThat(shown("clerk").path("keys").path("k2").asText()).isEqualTo("active");
    try (RunnerProcess list = agent(0, "list")) {
      assertThat(list.out().lines())
          .containsExactly("AGENT  STATE     KEYS", "clerk  IN FORCE  k1 k2");
    }

    try (RunnerProcess revoke = agent(0, "revoke", "clerk")) {
      assertThat(revoke.out()).isEqualTo("clerk is revoked\n");
    }
    assertThat(shown("clerk").path("state").asText()).isEqualTo("REVOKED");
    try (RunnerProcess rotate = agent(1, "rotate", "clerk", "--credentials", file.toString())) {
      assertThat(rotate.err()).contains("is revoked");
    }
    agent(0, "remove", "clerk").close();
    agent(1, "show", "clerk").close();
  }

  @Test
  void keysHaveTheAlgorithmThatWasAskedForAndCanBeRevokedOneByOne() throws Exception {
    Path file = directory.resolve("clerk.json");
    String credentials = file.toString();
    agent(
            0,
            "add",
            "clerk",
            "--algorithm",
            "ed25519",
            "--capability",
            "can.read",
            "--credentials",
            credentials)
        .close();
    assertThat(shown("clerk").path("capabilities").toString()).isEqualTo("[\"can.read\"]");
    agent(0, "rotate", "clerk", "--credentials", credentials).close();
    agent(0, "rotate", "clerk", "--algorithm", "hmac-sha256", "--credentials", credentials).close();
    JsonNode algorithms = shown("clerk").path("algorithms");
    assertThat(algorithms.path("k1").asText()).isEqualTo("ed25519");
    assertThat(algorithms.path("k2").asText()).isEqualTo("ed25519");
    assertThat(algorithms.path("k3").asText()).isEqualTo("hmac-sha256");
    agent(2, "rotate", "clerk", "--algorithm", "rsa", "--credentials", credentials).close();

    try (RunnerProcess revoke = agent(0, "rotate", "clerk", "--revoke-key", "k1")) {
      assertThat(revoke.out()).isEqualTo("key k1 of clerk is revoked\n");
    }
    assertThat(shown("clerk").path("keys").path("k1").asText()).isEqualTo("revoked");
    assertThat(shown("clerk").path("keys").path("k2").asText()).isEqualTo("verify-only");
    try (RunnerProcess last = agent(1, "rotate", "clerk", "--revoke-key", "k3")) {
      assertThat(last.err()).contains("k3 is the only key that agent clerk signs with");
    }
    agent(0, "rotate", "clerk", "--drop-old-keys", "--credentials", credentials).close();
    assertThat(shown("clerk").path("keys").path("k3").asText()).isEqualTo("revoked");
    assertThat(shown("clerk").path("keys").path("k4").asText()).isEqualTo("active");
  }

  @Test
  void aRotationKeepsTheUserOfRedisSoThatItCanBeDoneForEver() throws Exception {
    Path file = directory.resolve("clerk.json");
    agent(0, "add", "clerk", "--credentials", file.toString()).close();
    String password = AgentCredentials.read(file).redisPassword().orElseThrow();
    agent(0, "rotate", "clerk", "--credentials", file.toString()).close();
    assertThat(AgentCredentials.read(file).redisPassword()).contains(password);
  }

  @Test
  void noSecretIsPrintedAndNamesAreChecked() throws Exception {
    Path file = directory.resolve("clerk.json");
    agent(0, "add", "clerk", "--credentials", file.toString()).close();
    String password = AgentCredentials.read(file).redisPassword().orElseThrow();
    for (String command : List.of("list", "show")) {
      List<String> words = new ArrayList<>(List.of(command));
      if (command.equals("show")) {
        words.add("clerk");
      }
      try (RunnerProcess process = agent(0, words.toArray(String[]::new))) {
        assertThat(process.everything()).doesNotContain(password);
      }
    }
    agent(2, "add", "no name", "--credentials", file.toString()).close();
    agent(2, "add", "mas", "--credentials", file.toString()).close();
    agent(2, "add", "another").close();
    try (RunnerProcess show = agent(1, "show", "clerc")) {
      assertThat(show.err()).contains("there is no agent 'clerc'", "clerk");
    }
  }

  @Test
  void whatWouldBeLostIsNotRemovedUnlessOneInsists() throws Exception {
    system.provision("clerk");
    system.allow("sender", "clerk");
    Listener sender = new Listener();
    system.run("sender", sender);
    sender.send("clerk", "work", Map.of());
    await().until(() -> shown("clerk").path("waiting").asLong() == 1);
    try (RunnerProcess remove = agent(1, "remove", "clerk")) {
      assertThat(remove.err())
          .contains(
              "agent clerk is not removed: there is still something (messages that wait for it: 1);"
                  + " --force removes it with that");
    }
    try (RunnerProcess remove = agent(1, "remove", "sender")) {
      assertThat(remove.err()).contains("instances that are registered: 1");
    }
    assertThat(shown("sender").path("state").asText()).isEqualTo("IN FORCE");
    try (RunnerProcess remove = agent(0, "remove", "clerk", "--force")) {
      assertThat(remove.out())
          .isEqualTo("clerk is removed\nlost with it: messages that wait for it: 1\n");
    }
    agent(1, "show", "clerk").close();
  }
}
