package io.mas.runner.agents;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A directory as a user has it: sources beside agents.yaml, class directories and jars. */
record Project(Path base) {

  /** Writes a file, with the directories that it needs. */
  Path write(String name, String text) {
    try {
      Path file = base.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Compiles one class into a directory; further options go to javac. */
  Path compileInto(String directory, String className, String text, String... options) {
    Path source = write("src/" + className.replace('.', '/') + ".java", text);
    Path classes = base.resolve(directory);
    List<String> args = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    args.addAll(
        List.of("-cp", System.getProperty("java.class.path") + File.pathSeparator + classes));
    args.addAll(List.of(options));
    args.add(source.toString());
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, args.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError(className + " does not compile");
    }
    return classes.resolve(className.replace('.', '/') + ".class");
  }

  /** Packs a class directory into a jar and removes it, so that only the jar can serve them. */
  void pack(String directory, String jar) throws IOException {
    Path classes = base.resolve(directory);
    try (OutputStream out = Files.newOutputStream(base.resolve(jar));
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        entries.write(Files.readAllBytes(file));
        Files.delete(file);
      }
    }
  }

  /** Writes a jar that holds nothing and names another in its manifest. */
  void jarThatNames(String other, String jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, other);
    try (OutputStream out = Files.newOutputStream(base.resolve(jar))) {
      new JarOutputStream(out, manifest).close();
    }
  }

  AgentClasses open(String... classpath) {
    return new AgentClasses(base, List.of(classpath));
  }
}
