package io.mas.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gateway.yaml says of agents that agents.yaml does not have is pointed out. */
class UnknownAgentsTest {
  @TempDir private Path directory;

  private List<String> warnings(String gateway) throws IOException {
    Files.writeString(directory.resolve("gateway.yaml"), gateway);
    Path agents =
        Files.writeString(
            directory.resolve("agents.yaml"),
            """
            gateway_config_file: gateway.yaml
            agents:
              - {agent_id: greeter, class_path: a.Greeter}
              - {agent_id: echo, class_path: a.Echo}
            """);
    return Configuration.load(agents, Map.of()).warnings().stream()
        .map(warning -> warning.replace(directory.toString(), ""))
        .toList();
  }

  @Test
  void inEachPlaceWithTheNearestOneThatIsThere() throws IOException {
    assertThat(
            warnings(
                """
                rate_limit:
                  agents:
                    greter: {per_minute: 5}
                  targets:
                    nobody: {per_minute: 5}
                policy:
                  rules:
                    - allow: {sender: echo, targets: [grepper]}
                  tests:
                    - {from: ecko, to: greeter, expect: deny}
                """))
        .containsExactly(
            "/gateway.yaml:3:13: the agent `greter` is not in agents.yaml; did you mean `greeter`?",
            "/gateway.yaml:5:13: the agent `nobody` is not in agents.yaml",
            "/gateway.yaml:8:39: the agent `grepper` is not in agents.yaml;"
                + " did you mean `greeter`?",
            "/gateway.yaml:10:14: the agent `ecko` is not in agents.yaml; did you mean `echo`?");
  }

  @Test
  void butNotThoseThatAreThereNorTheGatewayItself() throws IOException {
    assertThat(
            warnings(
                """
                rate_limit:
                  agents: {greeter: {per_minute: 5}}
                policy:
                  rules:
                    - allow: {sender: echo, targets: [greeter, '*']}
                    - allow: {sender: echo, targets: [mas]}
                """))
        .isEmpty();
  }
}
