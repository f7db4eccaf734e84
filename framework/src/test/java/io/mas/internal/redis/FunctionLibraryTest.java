package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionLibraryTest {
  private static final Pattern NAME =
      Pattern.compile("register_function\\s*[({]\\s*(?:function_name\\s*=\\s*)?'([^']*)");

  private final String source = FunctionLibrary.source();

  @Test
  void isALibraryOfRedisFunctions() {
    assertThat(source).startsWith("#!lua name=mas\n");
    assertThat(FunctionLibrary.NAME).isEqualTo("mas");
  }

  @Test
  void holdsEveryFileOnce() throws IOException, URISyntaxException {
    List<Path> files = files();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(source.split(Pattern.quote(text), -1)).as("%s", file).hasSize(2);
    }
    int length = "#!lua name=mas\n".length();
    for (Path file : files) {
      length += Files.readString(file).length() + 1;
    }
    assertThat(source).hasSize(length);
  }

  @Test
  void beginsWithWhatTheOthersUse() throws IOException, URISyntaxException {
    Path prelude =
        files().stream().filter(file -> file.endsWith("prelude.lua")).findFirst().orElseThrow();
    assertThat(source).startsWith("#!lua name=mas\n" + Files.readString(prelude));
  }

  @Test
  void everyFunctionHasAnotherNameAndOneOfOurs() {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(source);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    assertThat(names)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).matches("mas_[a-z_]+"));
  }

  /** Style: a header that says what a script takes and returns. */
  @Test
  void everyScriptSaysItsKeysArgumentsAndResult() throws IOException, URISyntaxException {
    for (Path file : files()) {
      if (!file.endsWith("prelude.lua")) {
        String text = Files.readString(file);
        assertThat(text)
            .as("%s", file)
            .startsWith("-- mas_")
            .contains("-- KEYS ")
            .contains("-- Returns ");
        assertThat(text.contains("-- ARGV "))
            .as("%s says its ARGV, if it takes any", file)
            .isEqualTo(text.contains("args"));
      }
    }
  }

  private static List<Path> files() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(FunctionLibrary.class.getResource("lua")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
