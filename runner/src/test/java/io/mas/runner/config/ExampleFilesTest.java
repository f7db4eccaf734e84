package io.mas.runner.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.runner.yaml.TestDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFilesTest {

  @TempDir Path dir;

  @BeforeEach
  void makeWhatTheExamplesName() throws IOException {
    Files.createDirectories(dir.resolve("target/classes"));
    Files.createDirectories(dir.resolve("lib"));
    Files.createFile(dir.resolve("lib/agents.jar"));
    Files.createFile(dir.resolve("redis.password"));
    Files.createFile(dir.resolve("issuer.jwks.json"));
    copy("gateway.yaml", example("gateway.yaml"));
  }

  @Test
  void agentsYamlLoadsAsItIs() throws IOException {
    Loaded<AgentsConfig> loaded =
        AgentsFile.load(copy("agents.yaml", example("agents.yaml")), Map.of());
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().agents()).hasSize(2);
  }

  @Test
  void gatewayYamlLoadsAsItIsAndClaimsNothingThatIsNotInForce() throws IOException {
    Path file = copy("gateway.yaml", example("gateway.yaml"));
    Loaded<GatewayConfig> loaded = GatewayFile.load(file, Map.of());
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().notInForce()).isEmpty();
  }

  @Test
  void agentsYamlShowsEveryKeyAndEachOfThemIsRight() throws IOException {
    Path file = copy("agents.yaml", uncommented("agents.yaml"));
    assertThat(AgentsFile.load(file, Map.of()).warnings()).isEmpty();
    assertThat(TestDocuments.absentFrom(file, AgentsFile::read)).isEmpty();
  }

  @Test
  void gatewayYamlShowsEveryKeyAndEachOfThemIsRight() throws IOException {
    Path file = copy("gateway.yaml", uncommented("gateway.yaml"));
    assertThat(GatewayFile.load(file, Map.of()).warnings()).isEmpty();
    assertThat(TestDocuments.absentFrom(file, GatewayFile::read)).isEmpty();
  }

  @Test
  void gatewayYamlShowsTheDefaults() throws IOException {
    Path file = copy("gateway.yaml", example("gateway.yaml"));
    assertThat(GatewayFile.load(file, Map.of()).config())
        .usingRecursiveComparison()
        .ignoringFields("dlp.scopes")
        .isEqualTo(GatewayFile.defaults(dir, Map.of()).config());
  }

  @Test
  void gatewayYamlMarksWhatIsNotInForce() throws IOException {
    String text = uncommented("gateway.yaml");
    String unusual =
        text.replace("hmac-sha256\n", "ed25519\n")
            .replace("rbac: true", "rbac: false")
            .replace("message_signing: true", "message_signing: false")
            .replace("mode: enforce", "mode: shadow");
    Path file = copy("gateway.yaml", unusual);
    List<GatewayConfig.NotInForce> notInForce =
        GatewayFile.load(file, Map.of()).config().notInForce();
    assertThat(notInForce).hasSameSizeAs(UnenforcedKeys.KEYS);
    for (GatewayConfig.NotInForce setting : notInForce) {
      assertThat(paragraph(text, setting.position().line()))
          .as("around %s", setting)
          .contains("NOT IN FORCE");
    }
  }

  private static String paragraph(String text, int line) {
    List<String> lines = text.lines().toList();
    int from = line - 1;
    while (from > 0 && !lines.get(from - 1).isBlank()) {
      from--;
    }
    return String.join("\n", lines.subList(from, line));
  }

  private Path copy(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  static String example(String name) throws IOException {
    return Files.readString(Path.of("..", name + ".example"));
  }

  /** With each setting that is commented out; prose begins with "# ". */
  static String uncommented(String name) throws IOException {
    return Pattern.compile("^#(?=[a-z]| {2,}(#|- |[a-z_]+:))", Pattern.MULTILINE)
        .matcher(example(name))
        .replaceAll("");
  }
}
