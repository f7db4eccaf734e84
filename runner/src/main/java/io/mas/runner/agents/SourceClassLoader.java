package io.mas.runner.agents;

import java.security.ProtectionDomain;

/**
 * Loads the classes that were compiled with one source file, and asks its parent for all others.
 * What was compiled wins over a class of the same name on the classpath: the source is what the
 * configuration names.
 */
final class SourceClassLoader extends ClassLoader {
  private final CompiledSource source;

  SourceClassLoader(CompiledSource source, ClassLoader parent) {
    super(parent);
    this.source = source;
  }

  CompiledSource source() {
    return source;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = source.classes().get(name);
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null
          ? loaded
          : defineClass(name, bytes, 0, bytes.length, (ProtectionDomain) null);
    }
  }
}
