package io.mas.runner.redis;

import java.nio.file.Path;

/**
 * A server program that can be started.
 *
 * @param path the program
 * @param version what it is
 * @param origin where it comes from, in words for a log line
 */
public record ServerBinary(Path path, ServerVersion version, String origin) {
  @Override
  public String toString() {
    return version + " (" + origin + ", " + path + ")";
  }
}
