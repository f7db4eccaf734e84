package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person gets for a mistake: one clear message, status 2, and nothing started. */
class BadInputIT {
  private static final String AGENT =
      """
      import io.mas.Agent;
      import io.mas.Message;
      import io.mas.On;
      public class A extends Agent<Void> {
        %s
      }
      """;

  @TempDir private Path directory;

  /** A mistake, and what the message about it must hold. */
  static final class Mistake {
    final String name;
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final Map<String, String> environment = new LinkedHashMap<>();
    final List<String> expected = new ArrayList<>();
    List<String> command = List.of("run", "--for", "1s");

    Mistake(String name) {
      this.name = name;
    }

    static Mistake of(String name) {
      return new Mistake(name);
    }

    static Mistake yaml(String name, String... lines) {
      return of(name).file("agents.yaml", String.join("\n", lines) + "\n");
    }

    /** In an agent whose class is A of A.java. */
    static Mistake agent(String name, String body) {
      return yaml(name, "agents:", "  - agent_id: a", "    class_path: A.java:A")
          .file("A.java", AGENT.formatted(body));
    }

    /** On a command line, beside files that are right. */
    static Mistake command(String name, String... command) {
      Mistake mistake = agent(name, "");
      mistake.command = List.of(command);
      return mistake;
    }

    static Mistake gateway(String name, String text) {
      return yaml(
              name,
              "gateway_config_file: gw.yaml",
              "agents:",
              "  - {agent_id: a, class_path: 'A.java:A'}")
          .file("A.java", AGENT.formatted(""))
          .file("gw.yaml", text);
    }

    Mistake file(String file, String content) {
      return file(file, content.getBytes(StandardCharsets.UTF_8));
    }

    Mistake file(String file, byte[] content) {
      files.put(file, content);
      return this;
    }

    Mistake with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    Mistake says(String... texts) {
      expected.addAll(List.of(texts));
      return this;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mistake> files() {
    return Stream.of(
        Mistake.of("no agents.yaml").says("no agents.yaml found; searched ", "--config FILE"),
        Mistake.yaml("empty").says("agents.yaml", "empty"),
        Mistake.yaml("only a comment", "# nothing").says("agents.yaml", "empty"),
        Mistake.yaml("aliases", "a: &a [x, x]", "b: [*a, *a]").says("agents.yaml:1:4: ", "anchor"),
        Mistake.yaml("a key that holds itself", "? &a {? *a : b, ? *a : c}", ": x")
            .says("agents.yaml:1:"),
        Mistake.yaml("deep", "a: " + "[".repeat(5000)).says("agents.yaml:1:", "nested deeper"),
        Mistake.yaml("a tag", "a: !!javax.script.ScriptEngineManager []")
            .says("agents.yaml:1:4: ", "tag"),
        Mistake.of("not UTF-8")
            .file("agents.yaml", new byte[] {'a', ':', ' ', (byte) 0xE4, '\n'})
            .says("agents.yaml:1:4: ", "0xE4", "UTF-8"),
        Mistake.yaml("duplicate key", "agents: []", "agents: []")
            .says("agents.yaml:2:1: ", "`agents` stands already at ", "agents.yaml:1:1"),
        Mistake.yaml("unknown key", "agnets: []")
            .says("agents.yaml:1:1: ", "did you mean `agents`"),
        Mistake.yaml(
                "same agent twice",
                "agents:",
                "  - {agent_id: a, class_path: X}",
                "  - {agent_id: a, class_path: X}")
            .says("agents.yaml:3:16: ", "`a` stands already at ", "agents.yaml:2:16"),
        Mistake.yaml("colon in an id", "agents: [{agent_id: 'a:b', class_path: X}]")
            .says("agents.yaml:1:21: ", "a:b", "letters"),
        Mistake.yaml("star in an id", "agents: [{agent_id: 'a*', class_path: X}]")
            .says("agents.yaml:1:21: ", "a*", "letters"),
        Mistake.yaml("no instances", "agents: [{agent_id: a, class_path: X, instances: 0}]")
            .says("agents.yaml:1:50: ", "instances", "from 1 to 10000"),
        Mistake.yaml(
                "role not defined",
                "permissions:",
                "  - assign_role: {agent_id: a, role: r}",
                "agents: [{agent_id: a, class_path: X}]")
            .says("agents.yaml:2:", "`r`"),
        Mistake.yaml("no URL", "service_redis_url: localhost", "agents: []")
            .says("agents.yaml:1:20: ", "service_redis_url", "redis://"),
        Mistake.yaml("port too high", "service_redis_url: 'redis://h:70000'", "agents: []")
            .says("agents.yaml:1:20: ", "service_redis_url", "65535"),
        Mistake.yaml("classpath", "classpath: [nowhere]", "agents: []")
            .says("agents.yaml:1:13: ", "nowhere", "does not exist"),
        Mistake.yaml(
                "a jar that is none",
                "classpath: [x.jar]",
                "agents:",
                "  - {agent_id: a, class_path: com.acme.A}")
            .file("x.jar", "no zip")
            .says("agents.yaml", "x.jar"),
        Mistake.yaml("variable", "agents: [{agent_id: a, class_path: X}]")
            .with("MAS_RUNNER_AGENTS__0__INSTANCES", "none")
            .says("MAS_RUNNER_AGENTS__0__INSTANCES", "number"),
        Mistake.yaml("variable of no setting", "agents: [{agent_id: a, class_path: X}]")
            .with("MAS_RUNNER_START_GATEWAI", "false")
            .says("MAS_RUNNER_START_GATEWAI", "START_GATEWAY"),
        Mistake.yaml("no gateway.yaml", "gateway_config_file: gw.yaml", "agents: []")
            .says("agents.yaml:1:22: ", "gw.yaml", "does not exist"),
        Mistake.gateway("unknown gateway key", "featuers: {}\n")
            .says("gw.yaml:1:1: ", "did you mean `features`"),
        Mistake.gateway("wrong type", "features: {rbac: maybe}\n").says("gw.yaml:1:18: ", "rbac"),
        Mistake.gateway("password file", "redis: {url: 'redis://h', password_file: p}\n")
            .says("gw.yaml:1:", "password_file", "does not exist"),
        Mistake.gateway("user alone", "redis: {url: 'redis://h', username: u}\n")
            .says("gw.yaml:1:", "password_file"),
        Mistake.gateway("a Cluster", "redis: {url: ['redis://h', 'redis://i']}\n")
            .says("gw.yaml:1:", "Cluster"),
        Mistake.gateway("two Redis servers", "redis: {url: 'redis://h:1'}\n")
            .with("MAS_RUNNER_SERVICE_REDIS_URL", "redis://h:2")
            .says("gw.yaml:1:", "h:1", "h:2", "service_redis_url"),
        Mistake.gateway("gateway variable", "features: {}\n")
            .with("GATEWAY_POLICY__MODE", "enforced")
            .says("GATEWAY_POLICY__MODE", "enforce"));
  }

  static Stream<Mistake> classes() {
    return Stream.of(
        Mistake.yaml("class missing", "agents:", "  - {agent_id: a, class_path: com.acme.Nowhere}")
            .says("agents.yaml:2:31: ", "com.acme.Nowhere", "not on the classpath"),
        Mistake.yaml("source missing", "agents:", "  - {agent_id: a, class_path: 'Aa.java:A'}")
            .file("A.java", AGENT.formatted(""))
            .says("agents.yaml:2:31: ", "Aa.java", "A.java"),
        Mistake.yaml("no such class", "agents:", "  - {agent_id: a, class_path: 'A.java:B'}")
            .file("A.java", AGENT.formatted(""))
            .says("agents.yaml:2:31: ", "class B", "A"),
        Mistake.yaml("abstract", "agents:", "  - {agent_id: a, class_path: 'A.java:A'}")
            .file("A.java", "public abstract class A extends io.mas.Agent<Void> {}")
            .says("agents.yaml:2:31: ", "class A is abstract"),
        Mistake.yaml("not an Agent", "agents:", "  - {agent_id: a, class_path: java.lang.String}")
            .says("agents.yaml:2:31: ", "java.lang.String does not extend io.mas.Agent"),
        Mistake.agent("does not compile", "int x = \"text\";")
            .says(
                "agents.yaml:3:17: ",
                "A.java:5: error: incompatible types: java.lang.String cannot be converted to int",
                "\n  int x = \"text\";\n"),
        Mistake.agent("misfit", "A(String prefix) {}")
            .with("MAS_RUNNER_AGENTS__A__INIT_KWARGS__PREFX", "hi")
            .says("MAS_RUNNER_AGENTS__A__INIT_KWARGS__PREFX", "prefx", "prefix"),
        Mistake.yaml(
                "misfit in the file",
                "agents:",
                "  - agent_id: a",
                "    class_path: A.java:A",
                "    init_kwargs: {max: many}")
            .file("A.java", AGENT.formatted("A(int max) {}"))
            .says("agents.yaml:4:24: ", "init_kwargs.max must be a whole number"),
        Mistake.agent("kwarg missing", "A(String prefix) {}").says("agents.yaml:3:17: ", "prefix"),
        Mistake.yaml(
                "constraint",
                "agents:",
                "  - agent_id: a",
                "    class_path: A.java:A",
                "    init_kwargs: {max: 0}")
            .file("A.java", AGENT.formatted("A(@jakarta.validation.constraints.Min(1) int max) {}"))
            .says("agents.yaml:4:24: ", "max", "1"),
        Mistake.agent("constructor throws", "A() { throw new IllegalStateException(\"no key\"); }")
            .says("agents.yaml:3:17: ", "IllegalStateException", "no key"),
        Mistake.agent("initialiser throws", "static final int X = Integer.parseInt(\"x\");")
            .says("agents.yaml:3:17: ", "NumberFormatException"),
        Mistake.agent("two handlers", "@On(\"t\") void one(Message m) {} @On(\"t\") void two() {}")
            .says("agents.yaml:3:17: ", "'t'", "A.one", "A.two"),
        Mistake.agent("wrong shape", "@On(\"t\") int sum(Message m) { return 1; }")
            .says("agents.yaml:3:17: ", "A.sum", "names no reply type"));
  }

  static Stream<Mistake> commandLines() {
    return Stream.of(
        Mistake.command("bad --for", "run", "--for", "soon").says("--for", "'soon'", "5s"),
        Mistake.command("negative --for", "run", "--for", "-1s").says("--for", "'-1s'"),
        Mistake.command("--for without a value", "run", "--for").says("--for", "DURATION"),
        Mistake.command("unknown option", "run", "--fro", "3s").says("--fro", "`--for`"),
        Mistake.command("unknown command", "rnu").says("rnu", "`run`"),
        Mistake.command("option before the command", "--redis", "redis://h", "gateway")
            .says("--redis stands before the command; write it after: mas-runner gateway"),
        Mistake.command("option of another command", "check", "--for", "3s").says("--for"),
        Mistake.command("bad --redis", "run", "--redis", "http://secret@h")
            .says("--redis: ", "redis://"),
        Mistake.command("bad MAS_REDIS_URL", "run")
            .with("MAS_REDIS_URL", "localhost:6379")
            .says("MAS_REDIS_URL: ", "redis://"),
        Mistake.command("no such file", "run", "--config", "other.yaml")
            .says("other.yaml", "no such file"),
        Mistake.command("a directory", "run", "--config", ".").says("is a directory"),
        Mistake.command("no such agent", "agents", "b")
            .says("agents.yaml has no agent 'b'", "`a`"));
  }

  @ParameterizedTest
  @MethodSource({"files", "classes", "commandLines"})
  void isAnsweredByOneClearMessageAndNothingIsStarted(Mistake mistake) {
    Project project = Project.in(directory);
    mistake.files.forEach(project::file);
    Runner runner = Runner.in(directory);
    mistake.environment.forEach(runner::with);

    try (RunnerProcess process = runner.run(mistake.command.toArray(String[]::new))) {
      assertThat(process.err()).contains(mistake.expected);
      assertThat(process.err()).doesNotContain("\tat ", "Exception in thread", "secret");
      assertThat(process.err().lines()).hasSizeLessThan(8);
      assertThat(process.out()).isEmpty();
      assertThat(process.status()).isEqualTo(2);
      assertThat(project.path(".mas")).doesNotExist();
    }
  }
}
