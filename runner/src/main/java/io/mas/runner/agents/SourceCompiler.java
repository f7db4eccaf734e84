package io.mas.runner.agents;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles a source file that lies beside agents.yaml, in memory, with the JDK's own compiler. */
final class SourceCompiler {
  private static final int SHOWN = 10;

  /**
   * Parameter names, because init_kwargs are bound by them. Sources win over classes of the same
   * name, so that all of a package is loaded by one loader. No annotation processors: which ones
   * run should not hang on what happens to lie on the classpath.
   */
  static final List<String> OPTIONS =
      List.of("-parameters", "-g", "-proc:none", "-nowarn", "-Xprefer:source", "-implicit:class");

  /** Asked when there is something to compile: to find the compiler takes its time. */
  private final Supplier<@Nullable JavaCompiler> found;

  SourceCompiler() {
    this(ToolProvider::getSystemJavaCompiler);
  }

  /** The supplier gives null where the runtime has no compiler. */
  SourceCompiler(Supplier<@Nullable JavaCompiler> found) {
    this.found = found;
  }

  /**
   * @param base the directory against which messages name files, and the last one in which other
   *     sources are looked for
   * @param classpath where classes are found
   * @throws AgentClassException with the compiler's messages if the source does not compile
   */
  CompiledSource compile(Path base, Path source, Collection<Path> classpath) {
    JavaCompiler compiler = found.get();
    if (compiler == null) {
      throw new AgentClassException(
          "%s cannot be compiled: the Java runtime in %s has no compiler; use a JDK, or name a"
                  .formatted(source.getFileName(), System.getProperty("java.home"))
              + " compiled class");
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8);
        var output = new CompilerOutput(files)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classpath);
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, sourcePath(base, source));
      var rest = new StringWriter();
      boolean compiled =
          compiler
              .getTask(rest, output, diagnostics, OPTIONS, null, files.getJavaFileObjects(source))
              .call();
      List<String> errors = errors(base, diagnostics);
      // A source that is not UTF-8 is an error of the file manager's, which call() does not count.
      if (!compiled || !errors.isEmpty()) {
        throw new AgentClassException(failure(base, source, errors, rest.toString()));
      }
      return output.result(source);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + source, e);
    }
  }

  /**
   * The source's directory and those above it up to the base: one of them is the root of its
   * package, if it has one.
   */
  private static List<Path> sourcePath(Path base, Path source) {
    List<Path> roots = new ArrayList<>();
    for (Path at = source.getParent(); at != null && at.startsWith(base); at = at.getParent()) {
      roots.add(at);
    }
    return roots;
  }

  private static List<String> errors(Path base, DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.toString().replace(base + File.separator, "").stripTrailing())
        .toList();
  }

  private static String failure(Path base, Path source, List<String> errors, String rest) {
    var text = new StringBuilder("source %s does not compile".formatted(base.relativize(source)));
    errors.stream().limit(SHOWN).forEach(error -> text.append('\n').append(error));
    if (errors.size() > SHOWN) {
      text.append("\nand %d more errors".formatted(errors.size() - SHOWN));
    }
    return errors.isEmpty() ? text.append(": ").append(rest.strip()).toString() : text.toString();
  }
}
