package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassErrorsTest {
  @TempDir Path directory;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(directory);
  }

  @Test
  void namesTheNearestClassWhenOneIsMissing() throws IOException {
    project.compileInto("classes", "com.acme.Echo", agent("com.acme", "Echo", ""));
    assertRefused(
        "com.acme.Ehco",
        "class com.acme.Ehco is not on the classpath; did you mean com.acme.Echo?",
        "classes");
    assertRefused("org.other.Echo", "; did you mean com.acme.Echo?", "classes");
    assertRefused("com.acme.Something", "; its package has com.acme.Echo", "classes");
    project.pack("classes", "echo.jar");
    assertRefused("com.acme.Ehco", "; did you mean com.acme.Echo?", "echo.jar");
  }

  @Test
  void tellsAnEmptyNameAndAnEmptyClasspath() {
    assertRefused(" ", "class_path is empty; name a class, or File.java:ClassName");
    assertRefused(
        "com.acme.Echo",
        "class com.acme.Echo is not on the classpath (agents.yaml names none beside the runner's)");
  }

  @Test
  void pointsToTheSourceFileOfAMissingClass() {
    project.write("Echo.java", agent("", "Echo", ""));
    assertRefused(
        "Echo", "class Echo is not on the classpath; for the source file write Echo.java:Echo");
  }

  @Test
  void refusesAClasspathEntryThatIsNotThere() {
    project.write("lib/echo.jar", "this is no jar");
    assertThatThrownBy(() -> project.open("lib/ehco.jar"))
        .isInstanceOf(AgentClassException.class)
        .hasMessageStartingWith("classpath entry lib/ehco.jar does not exist (looked for ")
        .hasMessageEndingWith("; did you mean echo.jar?");
    assertThatThrownBy(() -> project.open("lib/echo.jar"))
        .isInstanceOf(AgentClassException.class)
        .hasMessage(
            "classpath entry lib/echo.jar is neither a directory nor a jar that can be read");
    assertThatThrownBy(() -> project.open(""))
        .isInstanceOf(AgentClassException.class)
        .hasMessageContaining("a classpath entry is empty");
  }

  @Test
  void refusesAnAbstractClassAnInterfaceAndWhatIsNoAgent() {
    project.compileInto(
        "classes", "Half", "public abstract class Half extends io.mas.Agent<Void> {}");
    project.compileInto("classes", "Face", "public interface Face {}");
    project.compileInto("classes", "Plain", "public class Plain {}");
    assertRefused("Half", "class Half is abstract; name a class that extends it", "classes");
    assertRefused(
        "Face",
        "class Face is an interface; an agent is a class that extends io.mas.Agent",
        "classes");
    assertRefused("Plain", "class Plain does not extend io.mas.Agent", "classes");
    assertRefused(Agent.class.getName(), "class io.mas.Agent is abstract");
  }

  @Test
  void tellsThatStaticInitialisationFailed() {
    project.compileInto(
        "classes",
        "Fails",
        agent(
            "", "Fails", "static final int N = Integer.parseInt(System.getProperty(\"absent\"));"));
    assertRefused(
        "Fails",
        "class Fails cannot be loaded: its static initialisation failed with"
            + " java.lang.NumberFormatException",
        "classes");
  }

  @Test
  void tellsAnyErrorOfStaticInitialisation() {
    project.compileInto(
        "classes",
        "Asserts",
        agent("", "Asserts", "static { if (true) throw new AssertionError(\"no licence\"); }"));
    assertRefused(
        "Asserts", "class Asserts cannot be loaded: AssertionError: no licence", "classes");
  }

  @Test
  void namesTheClassThatALoadedClassNeeds() throws IOException {
    Path gone =
        project.compileInto("classes", "com.acme.Gone", "package com.acme; public class Gone {}");
    project.compileInto("classes", "User", agent("", "User", "void use(com.acme.Gone gone) {}"));
    Files.delete(gone);
    assertRefused(
        "User",
        "class User cannot be loaded: it needs class com.acme.Gone, which is not on the classpath",
        "classes");
  }

  @Test
  void saysForWhichJavaAClassWasCompiled() throws IOException {
    Path file = project.compileInto("classes", "Newer", agent("", "Newer", ""));
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = 99;
    Files.write(file, bytes);
    assertRefused(
        "Newer",
        "class Newer cannot be loaded: Newer was compiled for Java 55, and this is Java "
            + Runtime.version().feature(),
        "classes");
  }

  @Test
  void refusesAFileThatIsNoClass() {
    project.write("classes/Noise.class", "noise");
    assertRefused("Noise", "class Noise cannot be loaded: ClassFormatError", "classes");
  }

  private static String agent(String inPackage, String name, String body) {
    return (inPackage.isEmpty() ? "" : "package " + inPackage + "; ")
        + "public class %s extends io.mas.Agent<Void> { %s }".formatted(name, body);
  }

  private void assertRefused(String named, String message, String... classpath) {
    try (AgentClasses classes = project.open(classpath)) {
      assertThatThrownBy(() -> classes.load(named))
          .isInstanceOf(AgentClassException.class)
          .hasMessageContaining(message);
    }
  }
}
