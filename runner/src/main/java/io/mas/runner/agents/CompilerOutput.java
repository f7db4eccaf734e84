package io.mas.runner.agents;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.jspecify.annotations.Nullable;

/** Keeps what the compiler writes in memory: a run leaves no files that another could load. */
final class CompilerOutput extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private final Map<String, ClassFile> written = new LinkedHashMap<>();

  CompilerOutput(StandardJavaFileManager files) {
    super(files);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
    var file = new ClassFile(className, sibling == null ? null : sibling.toUri());
    written.put(className, file);
    return file;
  }

  CompiledSource result(Path source) {
    Map<String, byte[]> classes = new HashMap<>();
    List<String> own = new ArrayList<>();
    written.forEach(
        (name, file) -> {
          classes.put(name, file.bytes.toByteArray());
          if (source.toUri().equals(file.source)) {
            own.add(name);
          }
        });
    return new CompiledSource(classes, own);
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final @Nullable URI source;

    ClassFile(String className, @Nullable URI source) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
      this.source = source;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }
}
