package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What GATEWAY.md shows, done as it says: in each chapter the files are written as they stand
 * there, and every command is run and must print what stands below it.
 */
class GatewayDocIT {
  private static final Pattern CHAPTER =
      Pattern.compile("^## (.*?)\\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FILE =
      Pattern.compile(
          "^```(?:yaml\\n#|java\\n//) (\\S+)\\n.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CONSOLE =
      Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String PROMPT = "$ mas-runner ";

  @TempDir private Path directory;

  /** A command and what it prints. */
  private record Shown(String command, String output) {}

  @TestFactory
  Stream<DynamicTest> showsWhatTheCommandsPrint() throws IOException {
    String text = Files.readString(Runner.existing("mas.examples").resolve("../GATEWAY.md"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Matcher chapter = CHAPTER.matcher(text); chapter.find(); ) {
      Path here = Files.createTempDirectory(directory, "chapter");
      String body = chapter.group(2);
      writeFiles(here, body);
      for (Shown shown : shown(body)) {
        tests.add(DynamicTest.dynamicTest(shown.command(), () -> run(here, shown)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void writeFiles(Path directory, String chapter) {
    for (Matcher file = FILE.matcher(chapter); file.find(); ) {
      String block = file.group();
      String content = block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```"));
      String name = file.group(1);
      boolean takesComments = name.endsWith(".yaml");
      Project.in(directory)
          .file(name, takesComments ? content : content.substring(content.indexOf('\n') + 1));
    }
  }

  private static List<Shown> shown(String chapter) {
    List<Shown> shown = new ArrayList<>();
    for (Matcher console = CONSOLE.matcher(chapter); console.find(); ) {
      String block = "\n" + console.group(1);
      for (String part : block.split("\n\\Q" + PROMPT + "\\E", -1)) {
        if (!part.isBlank()) {
          int end = part.indexOf('\n');
          String output = end < 0 ? "" : part.substring(end + 1).stripTrailing();
          shown.add(new Shown(end < 0 ? part : part.substring(0, end), output));
        }
      }
    }
    return shown;
  }

  private static void run(Path directory, Shown shown) {
    try (RunnerProcess run = Runner.in(directory).run(shown.command().split(" ", -1))) {
      String out = run.out().replace(directory + "/", "").stripTrailing();
      assertThat(out).as(run.everything()).isEqualTo(shown.output());
    }
  }
}
