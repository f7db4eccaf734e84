package io.mas.runner.agents;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A {@code class_path} of the form {@code File.java:ClassName}.
 *
 * @param file the source, absolute
 * @param className as written: simple, nested ({@code Outer.Inner}) or with its package
 */
record SourceReference(Path file, String className) {
  private static final String SUFFIX = ".java";

  static boolean isOne(String named) {
    return named.contains(SUFFIX + ":") || named.endsWith(SUFFIX);
  }

  /**
   * A source must lie in the directory of agents.yaml or below, so that what a configuration
   * compiles can be seen where it lies; what is elsewhere belongs on {@code classpath}.
   */
  static SourceReference parse(Path base, String named) {
    int end = named.indexOf(SUFFIX + ":");
    String name = end < 0 ? named : named.substring(0, end + SUFFIX.length());
    String className = end < 0 ? "" : named.substring(end + SUFFIX.length() + 1).trim();
    if (className.isEmpty()) {
      String likely = name.substring(name.lastIndexOf('/') + 1, name.length() - SUFFIX.length());
      throw new AgentClassException(
          "%s names no class; write %s:%s or whichever class of the file is the agent"
              .formatted(named, name, likely.isEmpty() ? "ClassName" : likely));
    }
    Path file;
    try {
      file = base.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new AgentClassException(name + " is not a path", e);
    }
    if (!file.startsWith(base)) {
      throw new AgentClassException(
          "source %s lies outside %s; move it beside agents.yaml, or compile it and name its"
                  .formatted(name, base)
              + " directory or jar under classpath");
    }
    if (!Files.isRegularFile(file)) {
      throw new AgentClassException(
          "source %s does not exist (looked for %s)%s"
              .formatted(name, file, Nearest.hint(Neighbours.nearest(file))));
    }
    return new SourceReference(file, className);
  }
}
