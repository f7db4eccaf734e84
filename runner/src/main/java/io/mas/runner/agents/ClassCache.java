package io.mas.runner.agents;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources as they were compiled before, a file for each source in a directory that only its owner
 * can reach. What is kept is used only while all that the compiler could have read is the same; it
 * is otherwise compiled again and replaced. Several processes may use one directory.
 */
final class ClassCache {
  private static final Logger log = LoggerFactory.getLogger(ClassCache.class);
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path directory;
  private final String java;
  private final Map<Path, byte[]> pending = new LinkedHashMap<>();
  private boolean said;

  ClassCache(Path directory) {
    this(directory, runtime());
  }

  /**
   * @param java what tells one Java from another
   */
  ClassCache(Path directory, String java) {
    this.directory = directory;
    this.java = java;
  }

  private static String runtime() {
    return "%s|%s|%s"
        .formatted(
            Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home"));
  }

  /**
   * What was kept of the source if it still holds, else what is compiled now, which {@link #keep}
   * keeps. What the compiler throws passes through.
   */
  CompiledSource get(
      Path base, Path source, Collection<Path> classpath, Supplier<CompiledSource> compiler) {
    byte[] key;
    try {
      key = CompilationKey.of(java, base, source, classpath);
    } catch (IOException e) {
      sayOnce("compiled sources are not kept: {}", e);
      return compiler.get();
    }
    Path file = fileOf(base.relativize(source));
    return find(file, key)
        .orElseGet(
            () -> {
              CompiledSource compiled = compiler.get();
              remember(file, key, base, source, classpath, compiled);
              return compiled;
            });
  }

  private Optional<CompiledSource> find(Path file, byte[] key) {
    try {
      if (isOpenToOthers()) {
        log.debug("{} can be written by others; what is in it is not used", directory);
        return Optional.empty();
      }
      return CacheEntry.read(Files.readAllBytes(file), key);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the first time
    } catch (IOException e) {
      log.debug("{} is not used, its source is compiled again: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private boolean isOpenToOthers() throws IOException {
    return Files.getPosixFilePermissions(directory).stream().anyMatch(OF_OTHERS::contains);
  }

  /** Unless something was changed while it was compiled: it may be of before or after. */
  private void remember(
      Path file,
      byte[] key,
      Path base,
      Path source,
      Collection<Path> classpath,
      CompiledSource compiled) {
    try {
      if (Arrays.equals(key, CompilationKey.of(java, base, source, classpath))) {
        pending.put(file, CacheEntry.write(key, compiled));
      }
    } catch (IOException e) {
      sayOnce("compiled sources are not kept: {}", e);
    }
  }

  /**
   * Writes what was compiled; apart, so that a start that is refused later leaves no files. The
   * classes are in use already, so a failure is told and does no more harm.
   */
  void keep() {
    try {
      if (!pending.isEmpty()) {
        PrivateFiles.makeDirectory(directory);
      }
      for (Map.Entry<Path, byte[]> entry : pending.entrySet()) {
        PrivateFiles.write(entry.getKey(), entry.getValue());
      }
    } catch (IOException | UnsupportedOperationException e) {
      sayOnce("compiled sources cannot be kept in " + directory + ": {}", e);
    }
    pending.clear();
  }

  private void sayOnce(String text, Exception e) {
    if (!said) {
      said = true;
      log.info(text + "; they are compiled at each start", e.toString());
    }
  }

  /** One for a source, whatever was compiled of it, so that a new one takes an old one's place. */
  private Path fileOf(Path relative) {
    byte[] digest =
        CompilationKey.sha256().digest(relative.toString().getBytes(StandardCharsets.UTF_8));
    String name = relative.getFileName().toString().replace(".java", "");
    return directory.resolve(name + "-" + HexFormat.of().formatHex(digest, 0, 8) + ".classes");
  }
}
