package io.mas.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.gateway.payload.TargetRule;
import io.mas.runner.config.GatewayFile;
import io.mas.runner.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRulesOfTest {
  @TempDir private Path directory;

  @BeforeEach
  void schemas() throws IOException {
    Files.writeString(directory.resolve("good.json"), "{\"$ref\": \"part.json\"}");
    Files.writeString(directory.resolve("part.json"), "{\"type\": \"integer\"}");
    Files.writeString(directory.resolve("bad.json"), "{\"type\": 7}");
    Files.writeString(directory.resolve("large.json"), " ".repeat(300_000) + "{}");
    Files.writeString(directory.resolve("lost.json"), "{\"$ref\": \"../outside.json\"}");
  }

  private Map<String, TargetRule> rules(String yaml, TargetRulesOf of) throws IOException {
    Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
    return of.compile(GatewayFile.load(file, Map.of()).config().targets());
  }

  private static String naming(String schema) {
    return "targets:\n  bank:\n    schemas:\n      pay: " + schema + "\n";
  }

  @Test
  void compilesWhatIsBesideAndKnowsAllFilesOfIt() throws IOException {
    TargetRulesOf of = new TargetRulesOf(directory);
    String yaml =
        naming("good.json") + "    types: [pay, 'ask.*']\n    max_payload: 2KB\n    mode: shadow\n";
    TargetRule bank = Objects.requireNonNull(rules(yaml, of).get("bank"));
    assertThat(bank.maxPayload()).isEqualTo(2048);
    assertThat(bank.shadow()).isTrue();
    assertThat(bank.violation("bank", "pay", "5".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isNull();
    assertThat(bank.violation("bank", "buy", new byte[1])).isEqualTo("bank takes no buy");
    assertThat(of.files())
        .containsExactlyInAnyOrder(directory.resolve("good.json"), directory.resolve("part.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing.json | missing.json does not exist",
        "bad.json     | bad.json is no JSON Schema: at /type",
        "large.json   | large.json has more than 262144 bytes",
        "../up.json   | ../up.json is not beside gateway.yaml",
        "lost.json    | outside.json",
      })
  void namesThePlaceThatNamesWhatIsNoSchema(String schema, String message) {
    TargetRulesOf of = new TargetRulesOf(directory);
    assertThatThrownBy(() -> rules(naming(schema), of))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml:4")
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsKnownSoThatItCanBeWaitedFor() {
    TargetRulesOf of = new TargetRulesOf(directory);
    assertThatThrownBy(() -> rules(naming("missing.json"), of)).isInstanceOf(ConfigException.class);
    assertThat(of.files()).containsExactly(directory.resolve("missing.json"));
  }

  @ParameterizedTest
  @CsvSource({"0KB", "2MB", "1.5KB", "-1", "2000000", "many"})
  void takesNoSizeThatIsNone(String size) {
    assertThatThrownBy(
            () ->
                rules(
                    "targets:\n  bank:\n    max_payload: " + size + "\n",
                    new TargetRulesOf(directory)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("targets[bank].max_payload");
  }
}
