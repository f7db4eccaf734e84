package io.mas.runner.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the classes on a classpath: for the message when one is missing. */
final class ClassNames {
  private static final Logger log = LoggerFactory.getLogger(ClassNames.class);
  private static final String SUFFIX = ".class";
  private static final Pattern NOT_NAMED_BY_ANYONE =
      Pattern.compile("META-INF/.*|(.*[/.])?(module|package)-info|.*\\$[0-9].*");
  private static final int LISTED = 8;

  private ClassNames() {}

  /** {@code "; did you mean X?"}, or what the wanted class's package has, or nothing. */
  static String hint(String wanted, Collection<Path> classpath) {
    Set<String> known = in(classpath);
    String simple = simpleName(wanted);
    var nearest = Nearest.within(Math.max(1, simple.length() / 3), wanted, known);
    if (nearest.isEmpty()) {
      nearest = known.stream().filter(name -> simpleName(name).equals(simple)).findFirst();
    }
    if (nearest.isPresent()) {
      return Nearest.hint(nearest);
    }
    var samePackage =
        known.stream().filter(name -> packageOf(name).equals(packageOf(wanted))).toList();
    return samePackage.isEmpty() ? "" : "; its package has " + list(samePackage);
  }

  /** Whether a person gave the class its name; the compiler names anonymous and local ones. */
  static boolean isWritten(String name) {
    return !NOT_NAMED_BY_ANYONE.matcher(name).matches();
  }

  /** The first names, and how many more there are. */
  static String list(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(LISTED).toList());
    return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static Set<String> in(Collection<Path> classpath) {
    Set<String> names = new TreeSet<>();
    for (Path entry : classpath) {
      try {
        if (Files.isDirectory(entry)) {
          addDirectory(entry, names);
        } else {
          addJar(entry, names);
        }
      } catch (IOException e) {
        // The error that is being told is another one; this only makes its hint poorer.
        log.debug("cannot list the classes in {}", entry, e);
      }
    }
    return names;
  }

  private static void addDirectory(Path directory, Set<String> names) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.forEach(file -> add(directory.relativize(file).toString(), names));
    }
  }

  private static void addJar(Path jar, Set<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream().forEach(entry -> add(entry.getName(), names));
    }
  }

  private static void add(String file, Set<String> names) {
    if (file.endsWith(SUFFIX)) {
      String name = file.substring(0, file.length() - SUFFIX.length()).replace('\\', '/');
      if (isWritten(name)) {
        names.add(name.replace('/', '.'));
      }
    }
  }
}
