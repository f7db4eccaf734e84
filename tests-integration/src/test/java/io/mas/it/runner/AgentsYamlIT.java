package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents.yaml can say of agents, seen in what they do. */
class AgentsYamlIT {
  @TempDir private Path directory;

  @Test
  void takesClassesFromADirectoryAndFromAJar() throws Exception {
    Project project = Project.greeting(directory.resolve("sources"));
    compile(project, "EchoAgent.java", directory.resolve("system/classes"));
    compile(project, "GreeterAgent.java", directory.resolve("greeter"));
    jar(
        directory.resolve("greeter"),
        "GreeterAgent.class",
        directory.resolve("system/greeter.jar"));
    Project system =
        Project.in(directory.resolve("system"))
            .file(
                "agents.yaml",
                "classpath: [classes, greeter.jar]",
                "agents:",
                "  - {agent_id: echo, class_path: EchoAgent}",
                "  - {agent_id: greeter, class_path: GreeterAgent}",
                "permissions: [{allow: {sender: greeter, targets: [echo]}}]");
    // the paths begin at the file, wherever it is started
    Runner elsewhere = Runner.in(directory);
    try (RunnerProcess run = elsewhere.start("--config", system.path("agents.yaml").toString())) {
      run.awaitOut("Got response: {");
    }
  }

  @Test
  void bindsInitKwargsAndRunsInstancesOfSeveralAgentsInOneSourceFile() {
    Project.in(directory)
        .file(
            "Both.java",
            """
            import io.mas.*;
            import java.time.Duration;
            import java.util.Map;
            class Asker extends Agent<Void> {
              private final String word;
              Asker(String word) { this.word = word; }
              @Override protected void onStart() {
                System.out.println(request("answerer", "ask", Map.of("word", word)).data());
              }
            }
            class Answerer extends Agent<Void> {
              record Settings(String prefix, int times, Duration pause) {}
              private final Settings settings;
              Answerer(Settings settings) { this.settings = settings; }
              record Ask(String word) {}
              @On("ask") void answer(Ask ask, Message message) {
                message.reply("answer", Map.of("said", (settings.prefix() + ask.word()).repeat(settings.times())));
              }
            }
            """)
        .file(
            "agents.yaml",
            "agents:",
            "  - agent_id: asker",
            "    class_path: Both.java:Asker",
            "    instances: 3",
            "    init_kwargs: {word: from the file}",
            "  - agent_id: answerer",
            "    class_path: Both.java:Answerer",
            "    instances: 2",
            "    init_kwargs: {prefix: '>', times: 2, pause: PT1S}",
            "permissions: [{allow: {sender: asker, targets: [answerer]}}]");
    Runner runner =
        Runner.in(directory)
            .with("MAS_RUNNER_AGENTS__ASKER__INSTANCES", "2")
            .with("MAS_RUNNER_AGENTS__ASKER__INIT_KWARGS__WORD", "moin");
    try (RunnerProcess run = runner.run("run", "--for", "3s")) {
      assertThat(run.out().lines())
          .as(run.everything())
          .containsExactly("{\"said\":\">moin>moin\"}", "{\"said\":\">moin>moin\"}");
      assertThat(run.err().lines().filter(line -> line.contains("has registered"))).hasSize(4);
    }
  }

  @Test
  void leavesServiceAndGatewayToOthersWhenItSaysSo() {
    Project project = Project.greeting(directory);
    project.file(
        "agents.yaml", "start_service: false", "start_gateway: false", project.text("agents.yaml"));
    try (RunnerProcess agents = Runner.in(directory).start("run");
        RunnerProcess ready = agents.awaitErr("agent greeter/").awaitErr("has registered");
        RunnerProcess gateway = Runner.in(directory).start("gateway")) {
      agents.awaitOut("Got response: ");
      assertThat(ready.err()).doesNotContain("Gateway", "Registry");
      assertThat(gateway.err()).contains("Gateway").doesNotContain("Registry");
    }
  }

  @Test
  void isCheckedWithoutStartingAnything() {
    Project project = Project.greeting(directory);
    try (RunnerProcess check = Runner.in(directory).run("check")) {
      assertThat(check.status()).as(check.everything()).isZero();
      assertThat(check.out()).isEqualTo(project.path("agents.yaml") + ": 2 agents, no errors\n");
      assertThat(check.err()).isEmpty();
      assertThat(project.path(".mas")).doesNotExist();
    }
  }

  private static void compile(Project project, String source, Path to) throws IOException {
    Files.createDirectories(to);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                Runner.existing("mas.runner.jar").toString(),
                "-d",
                to.toString(),
                project.path(source).toString());
    assertThat(status).isZero();
  }

  private static void jar(Path classes, String name, Path to) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to))) {
      jar.putNextEntry(new JarEntry(name));
      jar.write(Files.readAllBytes(classes.resolve(name)));
    }
  }
}
