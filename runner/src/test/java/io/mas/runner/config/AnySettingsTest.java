package io.mas.runner.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Problem;
import io.mas.runner.yaml.TestDocuments;
import io.mas.runner.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnySettingsTest {

  /** Cuts {@code length} characters at a place from 0 (begin) to 1 (end), and puts in a text. */
  record Edit(double place, int length, String insertion) {
    String applyTo(String text) {
      int at = (int) (place * text.length());
      int end = Math.min(text.length(), at + length);
      return text.substring(0, at) + insertion + text.substring(end);
    }
  }

  @Property(tries = 1000)
  void damagedAgentsYamlIsReadOrRefused(@ForAll("edits") List<Edit> edits) throws IOException {
    readOrRefuse(edits, ExampleFilesTest.uncommented("agents.yaml"), AgentsFile::read);
  }

  @Property(tries = 1000)
  void damagedGatewayYamlIsReadOrRefused(@ForAll("edits") List<Edit> edits) throws IOException {
    readOrRefuse(edits, ExampleFilesTest.uncommented("gateway.yaml"), GatewayFile::read);
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(
                "", "\n", " ", "  ", ": ", "- ", "[", "]", "{", "}", ",", "#", "'", "0", "-1", "~",
                "true", "1e3", "x", "*", "\u0007"))
        .as(Edit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static void readOrRefuse(
      List<Edit> edits, String text, BiFunction<Path, YamlDocument, Object> reader) {
    String damaged = text.replaceAll("(?m)^ *#.*\n", "");
    for (Edit edit : edits) {
      damaged = edit.applyTo(damaged);
    }
    try {
      YamlDocument document = TestDocuments.parse(damaged);
      assertThat(reader.apply(Path.of("f.yaml"), document)).isNotNull();
      document.finish();
    } catch (ConfigException e) {
      assertThat(e.problems())
          .extracting(Problem::position)
          .allSatisfy(p -> assertThat(p.source()).isEqualTo("f.yaml"));
      assertThat(e.getMessage().lines().count()).isEqualTo(e.problems().size());
    }
  }
}
