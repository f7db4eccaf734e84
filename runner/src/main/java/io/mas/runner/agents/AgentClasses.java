package io.mas.runner.agents;

import io.mas.Agent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent classes that one agents.yaml can name: those on its {@code classpath}, those of the
 * runner's own classpath, and those of the source files beside it.
 *
 * <p>All classes of the {@code classpath} share one class loader; all that was compiled with one
 * source file shares another, below it, and is compiled once however many agents the file holds.
 * Two objects of this class share nothing, so a new one sees changed sources and jars.
 *
 * <p>Not thread-safe: made and used at start, by one thread. The classes stay usable after {@link
 * #close} only as far as they are loaded already, so close it when the agents have stopped.
 */
public final class AgentClasses implements AutoCloseable {
  private final Path base;
  private final Classpath classpath;
  private final SourceCompiler compiler;
  private final @Nullable ClassCache cache;
  private final URLClassLoader loader;
  private final Map<Path, SourceClassLoader> sources = new HashMap<>();

  /**
   * Opens the class loader; reads no class yet.
   *
   * @param baseDirectory where agents.yaml lies
   * @param classpath its {@code classpath}: directories and jars, relative to the base directory
   * @throws AgentClassException if an entry of the classpath is missing, or is neither
   */
  public AgentClasses(Path baseDirectory, List<String> classpath) {
    this(baseDirectory, classpath, new SourceCompiler(), null);
  }

  /**
   * As the other, and {@link #keep} keeps what it compiles.
   *
   * @param cacheDirectory where compiled sources are kept, and found again while nothing that they
   *     depend on has changed
   */
  public AgentClasses(Path baseDirectory, List<String> classpath, Path cacheDirectory) {
    this(baseDirectory, classpath, new SourceCompiler(), new ClassCache(cacheDirectory));
  }

  AgentClasses(
      Path baseDirectory,
      List<String> classpath,
      SourceCompiler compiler,
      @Nullable ClassCache cache) {
    this.base = baseDirectory.toAbsolutePath().normalize();
    this.classpath = Classpath.resolve(base, classpath);
    this.compiler = compiler;
    this.cache = cache;
    this.loader =
        new URLClassLoader("agents", this.classpath.urls(), AgentClasses.class.getClassLoader());
  }

  /**
   * The class that {@code class_path} names, loaded, linked and initialised.
   *
   * @param named a class name ({@code com.acme.Echo}, nested {@code com.acme.Outer.Inner} or with a
   *     {@code $}), or {@code File.java:ClassName}
   * @throws AgentClassException if there is no such class, it does not compile or load, or is not a
   *     class whose objects can be agents
   */
  public Class<? extends Agent<?>> load(String named) {
    String text = named.trim();
    if (text.isEmpty()) {
      throw new AgentClassException("class_path is empty; name a class, or File.java:ClassName");
    }
    return SourceReference.isOne(text)
        ? fromSource(SourceReference.parse(base, text))
        : fromClasspath(text);
  }

  /**
   * The class loader to set as the context class loader of the threads that run an agent of this
   * class; it sees the whole {@code classpath}, also when the class came from the runner's own.
   */
  public ClassLoader contextLoader(Class<? extends Agent<?>> agentClass) {
    return agentClass.getClassLoader() instanceof SourceClassLoader own
            && sources.containsValue(own)
        ? own
        : loader;
  }

  /** Writes what was compiled to the cache directory, if there is one. */
  public void keep() {
    if (cache != null) {
      cache.keep();
    }
  }

  /** Closes the jars of the classpath. */
  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the agents' classpath", e);
    }
  }

  private Class<? extends Agent<?>> fromClasspath(String name) {
    Class<?> type = find(name, loader);
    if (type == null) {
      throw new AgentClassException(missing(name));
    }
    return ready(AgentClassCheck.check(type));
  }

  private Class<? extends Agent<?>> fromSource(SourceReference reference) {
    SourceClassLoader compiled =
        sources.computeIfAbsent(
            reference.file(), file -> new SourceClassLoader(compiled(file), loader));
    Path file = base.relativize(reference.file());
    return ready(new SourceClasses(file, compiled).agent(reference.className()));
  }

  private CompiledSource compiled(Path file) {
    Collection<Path> found = classpath.withRunner();
    return cache == null
        ? compiler.compile(base, file, found)
        : cache.get(base, file, found, () -> compiler.compile(base, file, found));
  }

  /** Initialises the class, so that what is wrong with it shows now and not in the first turn. */
  private Class<? extends Agent<?>> ready(Class<? extends Agent<?>> type) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(contextLoader(type));
    try {
      Linking.linkAndInitialise(type);
    } finally {
      thread.setContextClassLoader(before);
    }
    return type;
  }

  /** A nested class may be written as in Java, with dots all the way. */
  private static @Nullable Class<?> find(String name, ClassLoader loader) {
    String binary = name;
    while (true) {
      Class<?> type = Linking.load(binary, loader);
      int dot = binary.lastIndexOf('.');
      if (type != null || dot < 0) {
        return type;
      }
      binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
    }
  }

  private String missing(String name) {
    String source = name.replace('.', '/') + ".java";
    if (Files.isRegularFile(base.resolve(source))) {
      String simple = name.substring(name.lastIndexOf('.') + 1);
      return "class %s is not on the classpath; for the source file write %s:%s"
          .formatted(name, source, simple);
    }
    Collection<Path> known = classpath.withRunner();
    return "class %s is not on the classpath%s%s"
        .formatted(
            name,
            classpath.entries().isEmpty() ? " (agents.yaml names none beside the runner's)" : "",
            ClassNames.hint(name, known));
  }
}
