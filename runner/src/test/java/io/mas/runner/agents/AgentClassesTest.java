package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Agent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassesTest {
  private static final String ECHO =
      """
      package com.acme;
      public class Echo extends io.mas.Agent<Void> {
        public static class Nested extends Echo {}
      }
      """;

  @TempDir Path directory;
  private Project project;

  @BeforeEach
  void project() {
    project = new Project(directory);
  }

  /** Stands on the runner's own classpath. */
  static class OnTheRunnersOwn extends Agent<Void> {}

  @Test
  void findsAClassInADirectoryOfTheClasspath() {
    project.compileInto("classes", "com.acme.Echo", ECHO);
    try (AgentClasses classes = project.open("classes")) {
      assertThat(classes.load("com.acme.Echo").getName()).isEqualTo("com.acme.Echo");
    }
  }

  @Test
  void findsAClassInAJarAndWhatItNeedsInAnother() throws IOException {
    project.compileInto("base", "com.acme.Echo", ECHO);
    project.compileInto(
        "derived",
        "com.acme.Loud",
        "package com.acme; public class Loud extends Echo {}",
        "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + directory.resolve("base"));
    project.pack("base", "base.jar");
    project.pack("derived", "derived.jar");
    try (AgentClasses classes = project.open("derived.jar", "base.jar")) {
      Class<?> loud = classes.load("com.acme.Loud");
      assertThat(loud.getSuperclass()).isEqualTo(classes.load("com.acme.Echo"));
      assertThat(loud.getClassLoader()).isEqualTo(loud.getSuperclass().getClassLoader());
    }
  }

  @Test
  void takesNestedClassesWithDotAndWithDollar() {
    project.compileInto("classes", "com.acme.Echo", ECHO);
    try (AgentClasses classes = project.open("classes")) {
      assertThat(classes.load("com.acme.Echo.Nested"))
          .isEqualTo(classes.load("com.acme.Echo$Nested"));
    }
  }

  @Test
  void findsAClassOfTheRunnersOwnClasspath() {
    try (AgentClasses classes = project.open()) {
      assertThat(classes.load(OnTheRunnersOwn.class.getName())).isEqualTo(OnTheRunnersOwn.class);
    }
  }

  @Test
  void givesAContextLoaderThatSeesTheResourcesOfTheClasspath() {
    project.compileInto("classes", "com.acme.Echo", ECHO);
    project.write("classes/words.txt", "hello");
    project.write("Local.java", "class Local extends io.mas.Agent<Void> {}");
    try (AgentClasses classes = project.open("classes")) {
      for (String named :
          new String[] {"com.acme.Echo", "Local.java:Local", OnTheRunnersOwn.class.getName()}) {
        assertThat(classes.contextLoader(classes.load(named)).getResource("words.txt"))
            .as(named)
            .isNotNull();
      }
    }
  }

  @Test
  void initialisesAClassUnderItsOwnContextLoaderAndRestoresTheOld() {
    project.write(
        "Looking.java",
        """
        public class Looking extends io.mas.Agent<Void> {
          static final ClassLoader SEEN = Thread.currentThread().getContextClassLoader();
        }
        """);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (AgentClasses classes = project.open()) {
      Class<? extends Agent<?>> type = classes.load("Looking.java:Looking");
      assertThat(type)
          .satisfies(
              loaded -> {
                var field = loaded.getDeclaredField("SEEN");
                field.setAccessible(true);
                assertThat(field.get(null)).isSameAs(classes.contextLoader(type));
              });
    }
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void keepsTwoConfigurationsApart() {
    project.compileInto("classes", "com.acme.Echo", ECHO);
    try (AgentClasses one = project.open("classes");
        AgentClasses other = project.open("classes")) {
      assertThat(one.load("com.acme.Echo")).isNotEqualTo(other.load("com.acme.Echo"));
      assertThat(one.load("com.acme.Echo").getClassLoader())
          .isNotEqualTo(getClass().getClassLoader());
    }
  }

  @Test
  void leavesNoFilesBehindWhenItCompiles() throws IOException {
    project.write("Local.java", "class Local extends io.mas.Agent<Void> {}");
    try (AgentClasses classes = project.open();
        var files = Files.walk(directory)) {
      classes.load("Local.java:Local");
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }
}
