package io.mas.runner.agents;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts into words why the virtual machine would not load or initialise a class. */
final class LinkageProblem {
  private static final Pattern VERSION = Pattern.compile("^(\\S+) .*class file version (\\d+)\\.");
  private static final int VERSION_OF_JAVA_0 = 44;

  private LinkageProblem() {}

  static AgentClassException of(String className, Throwable failure) {
    return new AgentClassException(
        "class %s cannot be loaded: %s".formatted(className, words(failure)), failure);
  }

  private static String words(Throwable failure) {
    String text = Objects.requireNonNullElse(failure.getMessage(), "");
    if (failure instanceof UnsupportedClassVersionError) {
      Matcher version = VERSION.matcher(text);
      return version.find()
          ? "%s was compiled for Java %d, and this is Java %d"
              .formatted(
                  version.group(1).replace('/', '.'),
                  Integer.parseInt(version.group(2)) - VERSION_OF_JAVA_0,
                  Runtime.version().feature())
          : text;
    }
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      return "its static initialisation failed with " + failure.getCause();
    }
    if (failure instanceof NoClassDefFoundError && !text.contains(" ")) {
      return "it needs class %s, which is not on the classpath".formatted(text.replace('/', '.'));
    }
    return failure.getClass().getSimpleName() + (text.isEmpty() ? "" : ": " + text);
  }
}
