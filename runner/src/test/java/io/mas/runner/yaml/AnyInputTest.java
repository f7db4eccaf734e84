package io.mas.runner.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyInputTest {

  @Property(tries = 2000)
  void randomBytesGiveADocumentOrAConfigException(@ForAll byte[] bytes) {
    read(bytes);
  }

  @Property(tries = 5000)
  void piecesOfYamlGiveADocumentOrAConfigException(@ForAll("yamlLike") String text) {
    read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Property(tries = 1000)
  void anyVariableGivesADocumentOrAConfigException(
      @ForAll("yamlLike") String name, @ForAll String value) {
    try {
      YamlDocument document = YamlDocument.parse("a: [{id: x, b: 1}, 2]\nc: {d: e}", "f.yaml");
      document.overlay("P_", Map.of("P_" + name, value, "P_A__X__B", "2"), Set.of("id"));
      document.root().rest();
      document.finish();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> yamlLike() {
    return Arbitraries.of(
            "a", "b:", ": ", "- ", "\n", "\n  ", "[", "]", "{", "}", ", ", "?", "? ", "\"", "'",
            "|", ">", "#", "&x", "*x", "!t", "!!", "%", "---", "...", "1", "-", "1e9", "0x", "\\",
            "\\u", "\\U", "A", "__", "0", "~", "\t", "é", "@", "`", "<<", "|2", "%YAML", "%TAG",
            " ")
        .list()
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }

  private static void read(byte[] bytes) {
    try {
      YamlDocument document = YamlDocument.parse(YamlText.decode(bytes, "f.yaml"), "f.yaml");
      document.root().rest();
      document.finish();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).startsWith("f.yaml");
    }
  }
}
