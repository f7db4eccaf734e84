package io.mas.runner.agents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * A digest over all that can make a difference to what the compiler makes of a source: the Java,
 * the options, the source, the sources that it may refer to by their content, and the classpath by
 * size and time. The runner is a part of that classpath, so another version of it gives another
 * key.
 */
final class CompilationKey {
  /** Goes up when the form of what is kept changes. */
  private static final String FORM = "1";

  private static final long MAX_SOURCE_BYTES = 16 << 20;

  private CompilationKey() {}

  /**
   * The key of a source under a base directory.
   *
   * @throws IOException if something cannot be read, or there is too much of it
   */
  static byte[] of(String java, Path base, Path source, Collection<Path> classpath)
      throws IOException {
    MessageDigest digest = sha256();
    add(digest, FORM);
    add(digest, java);
    SourceCompiler.OPTIONS.forEach(option -> add(digest, option));
    add(digest, base.relativize(source).toString());
    FileTree tree = new FileTree();
    sources(digest, tree, base, source);
    for (Path entry : JarClassPath.expand(classpath)) {
      add(digest, entry.toString());
      for (FileTree.Found file : tree.list(entry, ".class")) {
        add(digest, file.path().toString());
        add(digest, file.size() + " " + file.changed());
      }
    }
    return digest.digest();
  }

  private static void sources(MessageDigest digest, FileTree tree, Path base, Path source)
      throws IOException {
    for (Path part : base.relativize(source)) {
      if (FileTree.isHidden(part)) {
        throw new IOException(source + " lies in a hidden directory");
      }
    }
    long total = 0;
    for (FileTree.Found file : tree.list(base, ".java")) {
      total += file.size();
      if (total > MAX_SOURCE_BYTES) {
        throw new IOException("there are too many bytes of sources under " + base);
      }
      add(digest, base.relativize(file.path()).toString());
      digest.update(sha256().digest(Files.readAllBytes(file.path())));
    }
  }

  /** With its length before it: "ab", "c" is not "a", "bc". */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
