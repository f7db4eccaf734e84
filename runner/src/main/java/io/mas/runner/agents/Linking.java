package io.mas.runner.agents;

import io.mas.Agent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads classes and turns every way in which the virtual machine refuses one into a message. */
final class Linking {
  private Linking() {}

  /** The class, not initialised yet; null if there is none of this name. */
  static @Nullable Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (NoClassDefFoundError e) {
      if (String.valueOf(e.getMessage()).contains("wrong name")) {
        return null; // a file system that ignores case found another class's file
      }
      throw LinkageProblem.of(name, e);
    } catch (LinkageError | SecurityException e) {
      throw LinkageProblem.of(name, e);
    }
  }

  /**
   * Looks at all that the framework is going to look at by reflection: the virtual machine looks
   * for the classes in the signatures only then.
   */
  static void linkAndInitialise(Class<? extends Agent<?>> type) {
    try {
      for (Class<?> at = type; at != null && at != Agent.class; at = at.getSuperclass()) {
        var unused = List.of(at.getDeclaredConstructors(), at.getDeclaredMethods());
      }
      Class.forName(type.getName(), true, type.getClassLoader());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error | SecurityException e) { // a static initialiser may throw any error
      throw LinkageProblem.of(type.getName(), e);
    } catch (ClassNotFoundException e) {
      throw new AgentClassException("class " + type.getName() + " has gone from its loader", e);
    }
  }
}
