package io.mas.runner.agents;

import io.mas.Agent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;

/** The directories and jars of {@code classpath} in agents.yaml, all of them there and readable. */
record Classpath(List<Path> entries) {

  /**
   * @throws AgentClassException if an entry is missing, or is neither a directory nor a jar
   */
  static Classpath resolve(Path base, List<String> texts) {
    List<Path> entries = new ArrayList<>();
    for (String text : texts) {
      entries.add(entry(base, text));
    }
    return new Classpath(List.copyOf(entries));
  }

  private static Path entry(Path base, String text) {
    Path path;
    try {
      path = base.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new AgentClassException("classpath entry " + text + " is not a path", e);
    }
    if (text.isBlank()) {
      throw new AgentClassException("a classpath entry is empty; write . for this directory");
    }
    if (!Files.exists(path)) {
      throw new AgentClassException(
          "classpath entry %s does not exist (looked for %s)%s"
              .formatted(text, path, Nearest.hint(Neighbours.nearest(path))));
    }
    if (!Files.isDirectory(path)) {
      try {
        new JarFile(path.toFile()).close();
      } catch (IOException e) {
        throw new AgentClassException(
            "classpath entry " + text + " is neither a directory nor a jar that can be read", e);
      }
    }
    return path;
  }

  URL[] urls() {
    return entries.stream().map(Classpath::url).toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where a source may find classes: these entries, then what this process itself was started with.
   */
  Set<Path> withRunner() {
    Set<Path> all = new LinkedHashSet<>(entries);
    all.addAll(runner());
    return all;
  }

  /**
   * The classpath of this process, and where the framework was loaded from: a launcher with class
   * loaders of its own does not list that in {@code java.class.path}.
   */
  static Set<Path> runner() {
    Set<Path> own = new LinkedHashSet<>();
    for (String element : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path path = Path.of(element).toAbsolutePath().normalize();
      if (Files.exists(path)) {
        own.add(path);
      }
    }
    CodeSource source = Agent.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation().getProtocol().equals("file")) {
      try {
        own.add(Path.of(new URI(source.getLocation().toString())));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("the framework's own place is not a URI", e);
      }
    }
    return own;
  }
}
