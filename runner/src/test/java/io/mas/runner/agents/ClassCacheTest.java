package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheTest {
  private static final String ECHO =
      "class Echo extends io.mas.Agent<Void> { static final int N = %d; Other other; }";
  private static final String OTHER = "class Other { static final int N = %d; }";

  @TempDir Path directory;
  private Project project;
  private Path cache;
  private int compiled;

  @BeforeEach
  void project() {
    project = new Project(directory.resolve("project"));
    cache = project.base().resolve(".mas/classes");
    project.write("Echo.java", ECHO.formatted(1));
    project.write("Other.java", OTHER.formatted(1));
  }

  @Test
  void compilesTheFirstTimeAndNotAgainWhileNothingChanges() {
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isZero();
  }

  @Test
  void givesTheClassesAsTheyWereCompiled() throws ReflectiveOperationException {
    project.write("Echo.java", "class Echo extends io.mas.Agent<Void> { record Item(int max) {} }");
    compilationsOf("Echo.java:Echo");
    try (AgentClasses classes = open("17")) {
      Class<?> echo = classes.load("Echo.java:Echo");
      Class<?> item = echo.getDeclaredClasses()[0];
      assertThat(item.getRecordComponents()[0].getName()).isEqualTo("max");
      assertThat(item.getClassLoader()).isSameAs(echo.getClassLoader());
      assertThatThrownBy(() -> classes.load("Echo.java:Ecoh"))
          .hasMessageContaining("did you mean Echo? (agents in Echo.java: Echo)");
    }
    assertThat(compiled).isOne();
  }

  @Test
  void compilesAChangedSourceAgainAndKeepsOneFileForIt() throws IOException {
    compilationsOf("Echo.java:Echo");
    project.write("Echo.java", ECHO.formatted(2));
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isZero();
    assertThat(kept()).hasSize(1);
  }

  @Test
  void compilesAgainWhenASourceBesideItIsChangedAddedOrRemoved() throws IOException {
    compilationsOf("Echo.java:Echo");
    project.write("Other.java", OTHER.formatted(2));
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    Path added = project.write("com/acme/Added.java", "package com.acme; class Added {}");
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    Files.delete(added);
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isZero();
  }

  @Test
  void compilesAgainWhenADirectoryOfTheClasspathIsChanged() throws IOException {
    Path lib = project.compileInto("lib", "com.acme.Lib", "package com.acme; public class Lib {}");
    assertThat(compilationsOf("Echo.java:Echo", "lib")).isOne();
    assertThat(compilationsOf("Echo.java:Echo", "lib")).isZero();
    Files.setLastModifiedTime(lib, FileTime.fromMillis(1_000));
    assertThat(compilationsOf("Echo.java:Echo", "lib")).isOne();
    Files.write(lib.resolveSibling("More.class"), new byte[1]);
    assertThat(compilationsOf("Echo.java:Echo", "lib")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
  }

  @Test
  void compilesAgainWhenAJarOrOneThatItNamesIsChanged() throws IOException {
    project.compileInto("lib", "com.acme.Lib", "package com.acme; public class Lib {}");
    project.pack("lib", "named.jar");
    project.jarThatNames("named.jar", "naming.jar");
    assertThat(compilationsOf("Echo.java:Echo", "naming.jar")).isOne();
    assertThat(compilationsOf("Echo.java:Echo", "naming.jar")).isZero();
    Files.setLastModifiedTime(project.base().resolve("named.jar"), FileTime.fromMillis(1_000));
    assertThat(compilationsOf("Echo.java:Echo", "naming.jar")).isOne();
    Files.setLastModifiedTime(project.base().resolve("naming.jar"), FileTime.fromMillis(1_000));
    assertThat(compilationsOf("Echo.java:Echo", "naming.jar")).isOne();
  }

  @Test
  void compilesAgainWithAnotherJava() {
    compilationsOf("Echo.java:Echo");
    try (AgentClasses classes = open("18")) {
      classes.load("Echo.java:Echo");
    }
    assertThat(compiled).isEqualTo(2);
  }

  @Test
  void compilesAgainWhatWasCutOffOrDamaged() throws IOException {
    compilationsOf("Echo.java:Echo");
    Path file = kept().get(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[0]);
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    whole[whole.length - 1] ^= 1;
    Files.write(file, whole);
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isZero();
  }

  @Test
  void writesNothingUntilItIsToldToKeep() {
    try (AgentClasses classes = open("17")) {
      classes.load("Echo.java:Echo");
      assertThat(project.base().resolve(".mas")).doesNotExist();
      classes.keep();
      assertThat(kept()).hasSize(1);
    }
  }

  @Test
  void keepsNoErrors() {
    project.write("Echo.java", "class Echo { int }");
    for (int i = 0; i < 2; i++) {
      try (AgentClasses classes = open("17")) {
        assertThatThrownBy(() -> classes.load("Echo.java:Echo"))
            .isInstanceOf(AgentClassException.class)
            .hasMessageStartingWith("source Echo.java does not compile");
        classes.keep();
      }
    }
    assertThat(compiled).isEqualTo(2);
    assertThat(cache).doesNotExist();
  }

  @Test
  void compilesEachTimeWhereItCannotWrite() {
    project.write(".mas/classes", "a file where the directory should be");
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
  }

  @Test
  void keepsWhatItWritesFromOthersAndUsesNothingThatTheyCouldHaveWritten() throws IOException {
    compilationsOf("Echo.java:Echo");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
  }

  @Test
  void keepsNothingWhereThereAreTooManyFiles() throws IOException {
    Path many = Files.createDirectories(project.base().resolve("many"));
    for (int i = 0; i <= FileTree.MAX_FILES; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    assertThat(compilationsOf("Echo.java:Echo")).isOne();
    assertThat(cache).doesNotExist();
  }

  @Test
  void keepsNothingWhenASourceChangesWhileItIsCompiled() {
    SourceCompiler changing =
        new SourceCompiler(
            () -> {
              project.write("Other.java", OTHER.formatted(++compiled + 1));
              return ToolProvider.getSystemJavaCompiler();
            });
    try (var classes =
        new AgentClasses(project.base(), List.of(), changing, new ClassCache(cache))) {
      classes.load("Echo.java:Echo");
      classes.keep();
    }
    assertThat(compiled).isOne();
    assertThat(cache).doesNotExist();
  }

  /** How often a new start compiles to load a class. */
  private int compilationsOf(String named, String... classpath) {
    int before = compiled;
    try (AgentClasses classes = open("17", classpath)) {
      classes.load(named);
      classes.keep();
    }
    return compiled - before;
  }

  private AgentClasses open(String java, String... classpath) {
    SourceCompiler counting =
        new SourceCompiler(
            () -> {
              compiled++;
              return ToolProvider.getSystemJavaCompiler();
            });
    return new AgentClasses(
        project.base(), List.of(classpath), counting, new ClassCache(cache, java));
  }

  private List<Path> kept() {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
