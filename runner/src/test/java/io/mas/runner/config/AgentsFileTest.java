package io.mas.runner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.OnPoison;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsFileTest {

  private static final String TWO =
      """
      agents:
        - {agent_id: greeter, class_path: GreeterAgent.java:GreeterAgent}
        - {agent_id: echo, class_path: com.example.EchoAgent}
      """;

  @TempDir Path dir;

  private Loaded<AgentsConfig> load(String text) throws IOException {
    return load(text, Map.of());
  }

  private Loaded<AgentsConfig> load(String text, Map<String, String> environment)
      throws IOException {
    return AgentsFile.load(Files.writeString(dir.resolve("agents.yaml"), text), environment);
  }

  /** The message without the directory of the test. */
  private AbstractThrowableAssert<?, ?> assertRefused(String text) {
    return assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .extracting(
            e -> new ConfigException(e.getMessage().replace(dir + "/", "")),
            org.assertj.core.api.InstanceOfAssertFactories.THROWABLE);
  }

  @Test
  void readsEveryKey() throws IOException {
    Files.createDirectory(dir.resolve("classes"));
    Files.createFile(dir.resolve("a.jar"));
    Files.createFile(dir.resolve("gateway.yaml"));
    Loaded<AgentsConfig> loaded =
        load(
            """
            start_service: false
            start_gateway: false
            service_redis_url: redis://:secret@localhost:6379/0
            gateway_config_file: gateway.yaml
            classpath: [classes, a.jar]
            permissions:
              - allow_wildcard: {agent_id: echo}
            agents:
              - agent_id: echo
                class_path: com.example.Outer$EchoAgent
                instances: 2
                init_kwargs:
                  capabilities: [echo, reverse]
                  batch: 10
                concurrency: 3
                max_attempts: 4
                on_poison: park
                lease_seconds: 3
                jwt_file: not/there/yet.jwt
                metadata: {team: red}
            """);
    assertThat(loaded.warnings()).isEmpty();
    AgentsConfig config = loaded.config();
    assertThat(config.startService()).isFalse();
    assertThat(config.startGateway()).isFalse();
    assertThat(config.serviceRedisUrl())
        .contains(
            new Located<>(
                "redis://:secret@localhost:6379/0",
                new Position(dir.resolve("agents.yaml").toString(), 3, 20)));
    assertThat(config.gatewayConfigFile()).contains(dir.resolve("gateway.yaml"));
    assertThat(config.classpath()).containsExactly(dir.resolve("classes"), dir.resolve("a.jar"));
    assertThat(config.directory()).isEqualTo(dir);
    assertThat(config.permissions()).hasSize(1);
    AgentSettings agent = config.agents().get(0);
    assertThat(agent.id()).isEqualTo("echo");
    assertThat(agent.classPath().value()).isEqualTo("com.example.Outer$EchoAgent");
    assertThat(agent.instances()).isEqualTo(2);
    assertThat(agent.capabilities()).extracting(Located::value).containsExactly("echo", "reverse");
    assertThat(agent.initKwargs().values()).isEqualTo(Map.of("batch", 10L));
    assertThat(agent.initKwargs().position("batch").line()).isEqualTo(14);
    assertThat(agent.concurrency()).isEqualTo(3);
    assertThat(agent.maxAttempts()).isEqualTo(4);
    assertThat(agent.onPoison()).isEqualTo(OnPoison.PARK);
    assertThat(agent.lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(agent.jwtFile()).contains(dir.resolve("not/there/yet.jwt"));
    assertThat(agent.metadata().values()).isEqualTo(Map.of("team", "red"));
    assertThat(agent.position().line()).isEqualTo(9);
  }

  @Test
  void hasDefaultsForAllButIdAndClass() throws IOException {
    AgentsConfig config = load(TWO).config();
    assertThat(config.startService()).isTrue();
    assertThat(config.startGateway()).isTrue();
    assertThat(config.serviceRedisUrl()).isEmpty();
    assertThat(config.gatewayConfigFile()).isEmpty();
    assertThat(config.permissions()).isEmpty();
    AgentSettings agent = config.agents().get(1);
    assertThat(List.of(agent.instances(), agent.concurrency(), agent.maxAttempts()))
        .containsExactly(1, 1, 5);
    assertThat(agent.onPoison()).isEqualTo(OnPoison.SKIP);
    assertThat(agent.lease()).isEqualTo(Duration.ofSeconds(10));
    assertThat(agent.initKwargs().values()).isEmpty();
  }

  @Test
  void putsTheEnvironmentOverTheFile() throws IOException {
    AgentsConfig config =
        load(
                TWO,
                Map.of(
                    "MAS_RUNNER_START_GATEWAY", "false",
                    "MAS_RUNNER_AGENTS__0__INSTANCES", "3",
                    "MAS_RUNNER_AGENTS__ECHO__INIT_KWARGS__SIZE", "7",
                    "MAS_RUNNER_SERVICE_REDIS_URL", "redis://elsewhere",
                    "MAS_REDIS_URL", "redis://not-this-one"))
            .config();
    assertThat(config.startGateway()).isFalse();
    assertThat(config.agents().get(0).instances()).isEqualTo(3);
    assertThat(config.agents().get(1).initKwargs().values()).isEqualTo(Map.of("size", 7L));
    assertThat(config.serviceRedisUrl().orElseThrow().position())
        .hasToString("environment variable MAS_RUNNER_SERVICE_REDIS_URL");
  }

  @Test
  void namesAVariableThatSetsNothingAndTheNearestOne() {
    assertThatThrownBy(() -> load(TWO, Map.of("MAS_RUNNER_AGENTS__0__INSTNACES", "3")))
        .hasMessage(
            "environment variable MAS_RUNNER_AGENTS__0__INSTNACES: unknown key `instnaces` in"
                + " agents[0]; did you mean `MAS_RUNNER_AGENTS__0__INSTANCES`?");
    assertThatThrownBy(() -> load(TWO, Map.of("MAS_RUNNER_AGENTS__1__INSTANCES", "0")))
        .hasMessage(
            "environment variable MAS_RUNNER_AGENTS__1__INSTANCES: agents[1].instances: expected a"
                + " whole number from 1 to 10000, found the number 0");
  }

  @Test
  void refusesMoreInstancesOrConcurrencyThanAMachineCouldBear() {
    for (String key : List.of("INSTANCES", "CONCURRENCY")) {
      assertThatThrownBy(() -> load(TWO, Map.of("MAS_RUNNER_AGENTS__1__" + key, "10001")))
          .hasMessageContaining("10000");
    }
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() {
    assertRefused(
            """
            start_gatway: true
            agents:
              - agent_id: "a:b"
                class_path: not a class
                instances: 0
                concurrency: two
                on_poison: jump
              - agent_id: mas
                class_path: [x]
              - clas_path: X
            """)
        .hasMessage(
            """
            agents.yaml:1:1: unknown key `start_gatway`; did you mean `start_gateway`?
            agents.yaml:3:15: agents[0].agent_id must be 1 to 64 of letters, digits, '.', '_' and \
            '-', found 'a:b'
            agents.yaml:4:17: agents[0].class_path: expected a class name such as \
            com.example.EchoAgent, or EchoAgent.java:EchoAgent for a source file
            agents.yaml:5:16: agents[0].instances: expected a whole number from 1 to 10000, found \
            the number 0
            agents.yaml:6:18: agents[0].concurrency: expected a whole number from 1 to 10000, found \
            the text 'two'
            agents.yaml:7:16: agents[0].on_poison: expected one of skip, park, found the text \
            'jump'
            agents.yaml:8:15: the id `mas` is reserved: the gateway answers under it
            agents.yaml:9:17: agents[1].class_path: expected a text, found a list
            agents.yaml:10:5: agents[2].agent_id is missing
            agents.yaml:10:5: agents[2].class_path is missing
            agents.yaml:10:5: unknown key `clas_path` in agents[2]; did you mean `class_path`?""");
  }

  @Test
  void refusesTheSameAgentTwiceWithBothLines() {
    assertRefused(TWO + "  - {agent_id: echo, class_path: X}\n")
        .hasMessage("agents.yaml:4:16: the agent `echo` stands already at agents.yaml:3:16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a*", "a b", "ä", "a/b", "{x}", " a", "a\\nb"})
  void refusesAnIdThatCouldBeAPatternOrPartOfAKey(String id) {
    assertRefused("agents:\n  - {agent_id: \"" + id + "\", class_path: X}\n")
        .hasMessageStartingWith("agents.yaml:2:16: agents[0].agent_id must be 1 to 64 of letters");
  }

  @Test
  void refusesAnIdThatIsTooLongAndAcceptsTheLongest() throws IOException {
    String longest = "x".repeat(64);
    assertThat(load("agents: [{agent_id: " + longest + ", class_path: X}]").warnings()).isEmpty();
    assertRefused("agents: [{agent_id: " + longest + "x, class_path: X}]")
        .hasMessageContaining("1 to 64");
  }

  @Test
  void refusesPathsThatLeadNowhere() throws IOException {
    Files.createFile(dir.resolve("readme.txt"));
    assertRefused("gateway_config_file: gatway.yaml\nclasspath: [lib, readme.txt]\n" + TWO)
        .hasMessage(
            """
            agents.yaml:1:22: gateway_config_file: `gatway.yaml` does not exist (looked at \
            gatway.yaml)
            agents.yaml:2:13: classpath: `lib` does not exist (looked at lib)
            agents.yaml:2:18: classpath: expected a directory or a .jar file, found another file""");
    assertRefused("gateway_config_file: .\n" + TWO).hasMessageContaining("found a directory");
    assertRefused("gateway_config_file: \"a\\0b\"\n" + TWO).hasMessageContaining("not a path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://:hunter2@h", "hunter2", "redis://:hunter2 @h", "redis:///hunter2"})
  void refusesWhatIsNoRedisUrlWithoutRepeatingIt(String url) {
    assertRefused("service_redis_url: '" + url + "'\n" + TWO)
        .hasMessageStartingWith("agents.yaml:1:20: service_redis_url: ")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://h", "rediss://u:p%40@h:1/2", "redis-sentinel://a:1,b:2#main"})
  void acceptsEachFormOfRedisUrl(String url) throws IOException {
    assertThat(load("service_redis_url: " + url + "\n" + TWO).config().serviceRedisUrl())
        .map(Located::value)
        .contains(url);
  }

  @Test
  void warnsWhenThereIsNoAgent() throws IOException {
    assertThat(load("start_service: true\n").warnings())
        .extracting(w -> w.message())
        .containsExactly("no agents: nothing will run");
  }

  @Test
  void survivesAClassNameOfAMillionDots() {
    assertRefused("agents: [{agent_id: a, class_path: \"" + "a.".repeat(400_000) + "a\"}]")
        .hasMessageContaining("expected a class name");
  }

  @Test
  void findsTheNearestFileUpward() throws IOException {
    Path deep = Files.createDirectories(dir.resolve("a/b/c"));
    Path outer = Files.createFile(dir.resolve("agents.yaml"));
    assertThat(AgentsFile.find(deep)).isEqualTo(outer);
    Path inner = Files.createFile(dir.resolve("a/agents.yaml"));
    assertThat(AgentsFile.find(deep)).isEqualTo(inner);
    assertThat(AgentsFile.find(dir)).isEqualTo(outer);
  }

  @Test
  void saysWhereItLookedWhenThereIsNoFile() throws IOException {
    Path start = Files.createDirectories(dir.resolve("here"));
    Files.createDirectory(start.resolve("agents.yaml"));
    assertThatThrownBy(() -> AgentsFile.find(start))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("no agents.yaml found; searched " + start + ", " + dir + ", ")
        .hasMessageEndingWith(", /; name a file with --config FILE");
  }
}
