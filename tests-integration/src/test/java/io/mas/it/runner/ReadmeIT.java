package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, done as it says. */
class ReadmeIT {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  @TempDir private Path directory;

  private static String readme() throws IOException {
    return Files.readString(Runner.existing("mas.examples").resolve("../README.md"));
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(readme())
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  void theFirstAgentRunsAsItIsShown() throws IOException {
    Project project = Project.in(directory);
    for (String source : blocks("java")) {
      String name = CLASS.matcher(source).results().findFirst().map(m -> m.group(1)).orElseThrow();
      assertThat(source.lines()).as("%s is to be a short one", name).hasSizeLessThanOrEqualTo(15);
      project.file(name + ".java", source);
    }
    assertThat(blocks("yaml")).hasSize(1);
    project.file("agents.yaml", blocks("yaml").get(0));
    try (RunnerProcess run = Runner.in(directory).run("--for", "3s")) {
      assertThat(run.status()).as(run.everything()).isZero();
      assertThat(run.out()).contains("Got response: ").contains("\"seen\":1");
    }
  }

  @Test
  void thePermissionIsNeededAsItIsSaid() throws IOException {
    Project project = Project.in(directory);
    for (String source : blocks("java")) {
      project.file(
          CLASS.matcher(source).results().findFirst().map(m -> m.group(1)).orElseThrow() + ".java",
          source);
    }
    project.file("agents.yaml", blocks("yaml").get(0).replaceAll("(?s)permissions:.*", ""));
    try (RunnerProcess run = Runner.in(directory).run("--for", "20s")) {
      assertThat(run.status()).as(run.everything()).isEqualTo(1);
      assertThat(run.err()).contains("AccessDeniedException", "AUTHZ_DENIED");
    }
  }

  @Test
  void theCommandsNameFilesThatAreThere() throws IOException {
    List<String> named =
        Pattern.compile("--config (\\S+)|\\]\\(([^)#:]+)\\)")
            .matcher(readme())
            .results()
            .map(ReadmeIT::path)
            .toList();
    assertThat(named).contains("examples/greeting/agents.yaml", "agents.yaml.example");
    Path root = Runner.existing("mas.examples").resolve("..");
    assertThat(named).allSatisfy(path -> assertThat(root.resolve(path)).exists());
  }

  private static String path(MatchResult named) {
    return named.group(1) == null ? named.group(2) : named.group(1);
  }
}
