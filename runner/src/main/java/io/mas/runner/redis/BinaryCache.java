package io.mas.runner.redis;

import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directory that carried server programs are extracted to, once for each user and version. */
final class BinaryCache {
  /** The system property that names the directory. */
  static final String PROPERTY = "mas.cache.dir";

  private final Path directory;

  BinaryCache(Path directory) {
    this.directory = directory;
  }

  /** The user's cache directory, unless the property names another. */
  static BinaryCache of(@Nullable String property, Map<String, String> environment, String home) {
    if (property != null && !property.isBlank()) {
      return new BinaryCache(Path.of(property).toAbsolutePath());
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache");
    return new BinaryCache(base.resolve("mas"));
  }

  /** The program as a file, extracted if it is not there, its digest checked in any case. */
  Path extract(CarriedBinary binary) {
    Path file = directory.resolve(binary.directory()).resolve("redis-server");
    try {
      if (Files.isExecutable(file) && digest(Files.readAllBytes(file)).equals(binary.sha256())) {
        return file;
      }
      PrivateFiles.writeProgram(file, read(binary));
      return file;
    } catch (IOException e) {
      throw new RedisUnavailableException(
          "the embedded Redis cannot be extracted to "
              + file.getParent()
              + " ("
              + e
              + "); name a directory that can be written with -D"
              + PROPERTY
              + "=DIR, or a Redis with --redis URL",
          e);
    }
  }

  private static byte[] read(CarriedBinary binary) throws IOException {
    try (InputStream in =
        BinaryCache.class.getClassLoader().getResourceAsStream(binary.resource())) {
      if (in == null) {
        throw new RedisUnavailableException(
            "this build lacks the resource "
                + binary.resource()
                + "; name a Redis with --redis URL");
      }
      byte[] bytes = in.readAllBytes();
      if (!digest(bytes).equals(binary.sha256())) {
        throw new RedisUnavailableException(
            "the resource "
                + binary.resource()
                + " is not the program it should be (its SHA-256 differs); it is not started");
      }
      return bytes;
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
