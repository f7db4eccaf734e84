package io.mas.runner.agents;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars and directories that jars name in their manifests, which the compiler reads too. */
final class JarClassPath {
  private JarClassPath() {}

  /** The entries and all that they name, directly or not, as far as it is there. */
  static Set<Path> expand(Collection<Path> entries) throws IOException {
    Set<Path> all = new LinkedHashSet<>();
    Deque<Path> open = new ArrayDeque<>(entries);
    for (Path entry = open.poll(); entry != null; entry = open.poll()) {
      if (all.add(entry) && Files.isRegularFile(entry)) {
        open.addAll(namedBy(entry));
      }
    }
    return all;
  }

  private static Set<Path> namedBy(Path jar) throws IOException {
    Set<Path> named = new LinkedHashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String text =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String name : text == null ? new String[0] : text.strip().split("\\s+")) {
        Path path = resolve(jar, name);
        if (Files.exists(path)) {
          named.add(path);
        }
      }
    }
    return named;
  }

  private static Path resolve(Path jar, String name) throws IOException {
    try {
      URI uri = jar.toUri().resolve(name);
      return Path.of(uri).normalize();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException("%s names %s, which is no path".formatted(jar, name), e);
    }
  }
}
