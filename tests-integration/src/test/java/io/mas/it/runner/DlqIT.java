package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dead letters from the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DlqIT {
  @TempDir private Path directory;

  private TestSystem system;
  private Wire wire;
  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.allow("other", "receiver");
    system.run("sender", sender);
    system.run("receiver", receiver);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  @BeforeEach
  void drop() {
    for (int shard = 0; shard < Wire.KEYS.shards(); shard++) {
      wire.redis().del(io.mas.internal.redis.Keys.deadLetters(shard));
    }
  }

  private String refused(String target, String type) {
    int before = wire.deadLetters().size();
    String id = sender.send(target, type, Map.of("pin", "7391"));
    await().untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(before + 1));
    return id;
  }

  private RunnerProcess dlq(String... arguments) {
    List<String> words = new ArrayList<>(List.of("dlq"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--redis", system.redisUrl()));
    return Runner.in(directory).run(words.toArray(String[]::new));
  }

  private List<JsonNode> listed(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("list", "--output", "json"));
    words.addAll(List.of(arguments));
    List<JsonNode> found = new ArrayList<>();
    try (RunnerProcess list = dlq(words.toArray(String[]::new))) {
      assertThat(list.status()).as(list.everything()).isZero();
      for (String line : list.out().lines().toList()) {
        found.add(Json.read(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  @Test
  void areListedTheNewestFirstWithoutTheirPayloads() throws Exception {
    refused("receiver", "first");
    refused("nobody", "second");
    refused("receiver", "third");
    try (RunnerProcess list = dlq("list")) {
      assertThat(list.status()).as(list.everything()).isZero();
      assertThat(list.err()).isEmpty();
      List<String> lines = list.out().lines().toList();
      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).startsWith("ID ").contains(" REASON ", " ATTEMPTS ", " CAUSE");
      assertThat(lines.get(1)).contains("AUTHZ_DENIED", "sender", "receiver", "third");
      assertThat(lines.get(2)).contains("UNKNOWN_TARGET", "nobody", "second");
      assertThat(lines.get(3)).contains("first");
      int column = lines.get(0).indexOf("REASON");
      assertThat(lines.get(2).substring(column)).startsWith("UNKNOWN_TARGET ");
      assertThat(list.out()).doesNotContain("7391");
    }
    assertThat(listed("--limit", "1"))
        .extracting(found -> found.path("type").asText())
        .containsExactly("third");
    assertThat(listed("--reason", "unknown_target")).hasSize(1);
    assertThat(listed("--agent", "nobody")).hasSize(1);
    assertThat(listed("--agent", "sender")).hasSize(3);
    assertThat(listed("--agent", "greeter")).isEmpty();
    try (RunnerProcess list = dlq("list", "--limit", "2")) {
      assertThat(list.out()).endsWith("There are more than 2; --limit shows more.\n");
    }
  }

  @Test
  void areShownWholeByTheIdThatIsListed() throws Exception {
    String message = refused("receiver", "shown");
    String id = listed().get(0).path("id").asText();
    try (RunnerProcess show = dlq("show", id)) {
      assertThat(show.status()).as(show.everything()).isZero();
      assertThat(show.out()).contains(id, message, "AUTHZ_DENIED", "\"pin\" : \"7391\"");
    }
    try (RunnerProcess show = dlq("show", id, "--output", "json")) {
      JsonNode shown = Json.read(show.out().strip().getBytes(StandardCharsets.UTF_8));
      assertThat(shown.path("payload").path("pin").asText()).isEqualTo("7391");
      assertThat(shown.path("message").asText()).isEqualTo(message);
    }
  }

  @Test
  void areReplayedByIdOrAllThatMatch() throws Exception {
    receiver.received().clear();
    String first = refused("receiver", "first");
    String second = refused("receiver", "second");
    refused("nobody", "third");
    String id = listed("--limit", "3").get(2).path("id").asText();
    system.allow("sender", "receiver");
    try (RunnerProcess replay = dlq("replay", id, id)) {
      assertThat(replay.status()).as(replay.everything()).isZero();
      assertThat(replay.out()).isEqualTo(id + " replayed\n");
    }
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    try (RunnerProcess replay = dlq("replay", "--all", "--agent", "receiver")) {
      assertThat(replay.status()).as(replay.everything()).isZero();
      assertThat(replay.out()).endsWith("1 replayed\n");
    }
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(2));
    assertThat(receiver.received())
        .extracting(message -> message.id())
        .containsExactly(first, second);
    assertThat(listed()).hasSize(1);
    system.rule(
        new io.mas.gateway.policy.PolicyRule.Block(
            "sender", List.of("receiver"), io.mas.gateway.policy.Origin.CODE));
    try (RunnerProcess replay = dlq("replay", id, "--output", "json")) {
      assertThat(replay.status()).isEqualTo(1);
      assertThat(replay.err()).isEqualTo("no dead letter " + id + "\n");
      assertThat(replay.out())
          .isEqualTo(
              "{\"id\":\""
                  + id
                  + "\",\"outcome\":\"left\",\"cause\":\"no dead letter "
                  + id
                  + "\"}\n");
    }
  }

  @Test
  void areDroppedByIdOrAllWithAYes() throws Exception {
    refused("receiver", "first");
    refused("receiver", "second");
    String id = listed().get(0).path("id").asText();
    try (RunnerProcess drop = dlq("drop", id)) {
      assertThat(drop.out()).as(drop.everything()).isEqualTo(id + " dropped\n");
    }
    try (RunnerProcess drop = dlq("drop", "--all")) {
      assertThat(drop.status()).isEqualTo(2);
      assertThat(drop.err()).contains("add --yes");
    }
    assertThat(listed()).hasSize(1);
    try (RunnerProcess drop = dlq("drop", "--all", "--yes")) {
      assertThat(drop.out()).as(drop.everything()).endsWith("1 dropped\n");
    }
    try (RunnerProcess list = dlq("list")) {
      assertThat(list.out()).isEqualTo("no dead letters\n");
      assertThat(list.status()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "show 7                    | 2 | '7' is no id of a dead letter, such as 7:1790000000000-0",
        "show                      | 2 | Missing required parameter: 'ID'",
        "show 7:1-1                | 1 | no dead letter 7:1-1",
        "show 99:1-1               | 1 | no dead letter 99:1-1",
        "drop 7:1-1                | 1 | no dead letter 7:1-1",
        "replay                    | 2 | name the ids of dead letters, or --all",
        "replay 7:1-1 --all        | 2 | name the ids of dead letters, or --all",
        "replay 7:1-1 --agent a    | 2 | --agent and --reason go with --all",
        "list --limit 0            | 2 | --limit must be at least 1",
        "list --reason NONE        | 2 | expected one of [ALLOWED, AUTH_FAILED",
        "list --output xml         | 2 | expected one of [TABLE, JSON]",
        "                          | 2 | Missing required subcommand"
      })
  void mistakesAreNamed(String arguments, int status, String message) {
    String[] words = arguments == null ? new String[0] : arguments.split(" ", -1);
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(words));
    if (words.length > 0) {
      all.addAll(List.of("--redis", system.redisUrl()));
    }
    try (RunnerProcess dlq = Runner.in(directory).run(all.toArray(String[]::new))) {
      assertThat(dlq.status()).as(dlq.everything()).isEqualTo(status);
      assertThat(dlq.err()).contains(message).doesNotContain("\tat ");
      assertThat(dlq.out()).isEmpty();
    }
  }

  @Test
  void ofASystemThatDoesNotRunAreFoundInItsEmbeddedRedis() {
    Project project = Project.greeting(directory.resolve("greeting"));
    try (RunnerProcess none = Runner.in(project.directory()).run("dlq", "list")) {
      assertThat(none.status()).isEqualTo(3);
      assertThat(none.err()).contains("no Redis is named, and no embedded one runs");
    }
    try (RunnerProcess run = Runner.in(project.directory()).run("--for", "1s")) {
      assertThat(run.status()).as(run.everything()).isZero();
    }
    try (RunnerProcess list = Runner.in(project.directory()).run("dlq", "list")) {
      assertThat(list.status()).as(list.everything()).isZero();
      assertThat(list.out()).isEqualTo("no dead letters\n");
    }
    try (RunnerProcess list =
        Runner.in(directory).run("dlq", "list", "--redis", "redis://127.0.0.1:1")) {
      assertThat(list.status()).isEqualTo(3);
      assertThat(list.err()).contains("--redis").doesNotContain("\tat ");
    }
  }
}
