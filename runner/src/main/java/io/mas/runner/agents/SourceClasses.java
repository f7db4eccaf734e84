package io.mas.runner.agents;

import io.mas.Agent;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The classes that stand in one compiled source file.
 *
 * @param file as messages name it
 */
record SourceClasses(Path file, SourceClassLoader loader) {

  /** The agent class of this name, which may leave out the package. */
  Class<? extends Agent<?>> agent(String name) {
    String wanted = name.replace('$', '.');
    Optional<String> binary =
        names().stream()
            .filter(own -> inFile(own).equals(wanted) || own.replace('$', '.').equals(wanted))
            .findFirst();
    if (binary.isEmpty()) {
      throw new AgentClassException(
          "%s has no class %s%s"
                  .formatted(file, name, Nearest.hint(Nearest.to(wanted, inFile(names()))))
              + agents());
    }
    Class<?> type = load(binary.get());
    return AgentClassCheck.check(type, AgentClassCheck.passes(type) ? "" : agents());
  }

  private List<String> names() {
    return loader.source().own().stream().filter(ClassNames::isWritten).toList();
  }

  private String agents() {
    List<String> agents =
        inFile(names().stream().filter(name -> AgentClassCheck.passes(load(name))).toList());
    return agents.isEmpty() ? "" : " (agents in %s: %s)".formatted(file, ClassNames.list(agents));
  }

  private Class<?> load(String binaryName) {
    return Objects.requireNonNull(Linking.load(binaryName, loader), "it was compiled");
  }

  private static List<String> inFile(List<String> binaryNames) {
    return binaryNames.stream().map(SourceClasses::inFile).toList();
  }

  private static String inFile(String binaryName) {
    return binaryName.substring(binaryName.lastIndexOf('.') + 1).replace('$', '.');
  }
}
