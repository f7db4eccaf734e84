package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSourcesTest {
  private static final String PAIR =
      """
      import io.mas.Agent;
      import io.mas.On;
      import java.util.Map;

      record Greeting(String hello) {}

      class Echo extends Agent<Void> {
        @On(value = "greeting", reply = "greeting.reply")
        Map<String, String> greet(Greeting greeting) { return Map.of("reply", greeting.hello()); }
        Runnable nothing = new Runnable() { @Override public void run() {} };
      }

      public class Pair extends Agent<Void> {
        static class Inner extends Agent<Void> {}
        class NotStatic extends Agent<Void> {}
      }
      """;

  @TempDir Path directory;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(directory);
  }

  @Test
  void compilesAFileOfRecordsAndTwoAgentsOnceForBoth() {
    project.write("Pair.java", PAIR);
    try (AgentClasses classes = project.open()) {
      Class<?> echo = classes.load("Pair.java:Echo");
      project.write("Pair.java", "no longer Java");
      Class<?> pair = classes.load("./Pair.java:Pair");
      assertThat(echo.getClassLoader()).isSameAs(pair.getClassLoader());
      assertThat(classes.load("Pair.java:Echo")).isSameAs(echo);
      assertThat(classes.load("Pair.java:Pair.Inner"))
          .isSameAs(classes.load("Pair.java:Pair$Inner"));
    }
  }

  @Test
  void keepsTheParameterNames() {
    project.write(
        "Named.java", "class Named extends io.mas.Agent<Void> { Named(int maxItems) {} }");
    try (AgentClasses classes = project.open()) {
      var constructor = classes.load("Named.java:Named").getDeclaredConstructors()[0];
      assertThat(constructor.getParameters()[0].getName()).isEqualTo("maxItems");
    }
  }

  @Test
  void findsTheOtherSourcesBesideItAndTheClasspath() {
    project.compileInto("lib", "com.acme.Lib", "package com.acme; public class Lib {}");
    project.write("Other.java", "class Other { com.acme.Lib lib = new com.acme.Lib(); }");
    project.write(
        "Main.java", "class Main extends io.mas.Agent<Void> { Other other = new Other(); }");
    try (AgentClasses classes = project.open("lib")) {
      assertThat(new AgentFactory().create(classes.load("Main.java:Main"), Map.of())).isNotNull();
    }
  }

  @Test
  void takesASourceInAPackageWithOrWithoutItsName() {
    project.write("agents/com/acme/Data.java", "package com.acme; record Data(int n) {}");
    project.write(
        "agents/com/acme/Packed.java",
        "package com.acme; class Packed extends io.mas.Agent<Data> {}");
    try (AgentClasses classes = project.open()) {
      assertThat(classes.load("agents/com/acme/Packed.java:Packed"))
          .isSameAs(classes.load("agents/com/acme/Packed.java:com.acme.Packed"));
    }
  }

  @Test
  void prefersTheSourceToAClassOfTheSameNameOnTheClasspath() throws ReflectiveOperationException {
    String text =
        "public class Twice extends io.mas.Agent<Void> { public static final String FROM = \"%s\"; }";
    project.compileInto("classes", "Twice", text.formatted("classpath"));
    project.write("Twice.java", text.formatted("source"));
    try (AgentClasses classes = project.open("classes")) {
      assertThat(classes.load("Twice.java:Twice").getField("FROM").get(null)).isEqualTo("source");
      assertThat(classes.load("Twice").getField("FROM").get(null)).isEqualTo("classpath");
    }
  }

  @Test
  void tellsTheCompilersOwnMessagesWithFileAndLine() {
    project.write(
        "Broken.java",
        "class Broken extends io.mas.Agent<Void> {\n  Strin name;\n  int n = \"a\";\n}");
    assertRefused(
        "Broken.java:Broken",
        "source Broken.java does not compile",
        "\nBroken.java:2: error: cannot find symbol",
        "  Strin name;\n  ^",
        "\nBroken.java:3: error: incompatible types");
  }

  @Test
  void tellsErrorsInASourceThatIsReferredTo() {
    project.write("sub/Bad.java", "class Bad { int }");
    project.write("sub/Good.java", "class Good extends io.mas.Agent<Void> { Bad bad; }");
    assertRefused(
        "sub/Good.java:Good", "source sub/Good.java does not compile\nsub/Bad.java:1: error:");
  }

  @Test
  void refusesASourceThatIsNotUtf8() throws IOException {
    Files.write(
        directory.resolve("Latin.java"),
        "class Latin extends io.mas.Agent<Void> { String s = \"\u00e4\"; }"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("Latin.java:Latin", "Latin.java:1: error: unmappable character");
  }

  @Test
  void namesTheNearestClassOfTheFileAndItsAgents() {
    project.write("Pair.java", PAIR);
    assertRefused(
        "Pair.java:Ecoh",
        "Pair.java has no class Ecoh; did you mean Echo? (agents in Pair.java: Echo, ");
    assertRefused(
        "Pair.java:Greeting", "class Greeting does not extend io.mas.Agent (agents in Pair.java:");
    assertRefused(
        "Pair.java:Pair.NotStatic", "class Pair$NotStatic is an inner class; make it static");
  }

  @Test
  void namesTheNearestFile() {
    project.write("Pair.java", PAIR);
    assertRefused("Piar.java:Echo", "source Piar.java does not exist", "; did you mean Pair.java?");
    assertRefused("nowhere/Pair.java:Echo", "source nowhere/Pair.java does not exist");
  }

  @Test
  void asksForTheClassWhenOnlyTheFileIsNamed() {
    project.write("Pair.java", PAIR);
    assertRefused("Pair.java", "Pair.java names no class; write Pair.java:Pair or whichever");
    assertRefused("Pair.java:", "Pair.java: names no class; write Pair.java:Pair or whichever");
  }

  @Test
  void staysBelowTheDirectoryOfTheConfiguration() {
    project.write("Pair.java", PAIR);
    Project below = new Project(directory.resolve("below"));
    below.write("agents.yaml", "");
    try (AgentClasses classes = below.open()) {
      assertThatThrownBy(() -> classes.load("../Pair.java:Echo"))
          .isInstanceOf(AgentClassException.class)
          .hasMessageStartingWith("source ../Pair.java lies outside ")
          .hasMessageContaining("under classpath");
    }
  }

  @Test
  void saysThatAJdkIsNeededWhereTheRuntimeHasNoCompiler() {
    project.write("Pair.java", PAIR);
    try (var classes =
        new AgentClasses(directory, List.of(), new SourceCompiler(() -> null), null)) {
      assertThatThrownBy(() -> classes.load("Pair.java:Echo"))
          .isInstanceOf(AgentClassException.class)
          .hasMessageStartingWith("Pair.java cannot be compiled: the Java runtime in ")
          .hasMessageContaining("has no compiler; use a JDK");
    }
  }

  private void assertRefused(String named, String... parts) {
    try (AgentClasses classes = project.open()) {
      assertThatThrownBy(() -> classes.load(named))
          .isInstanceOf(AgentClassException.class)
          .message()
          .contains(parts)
          .doesNotContain("Echo.1", "Echo$1");
    }
  }
}
