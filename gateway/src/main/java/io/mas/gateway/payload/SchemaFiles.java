package io.mas.gateway.payload;

/** The files that schemas are read from. */
@FunctionalInterface
public interface SchemaFiles {
  /**
   * The content of a file.
   *
   * @param name its path, as the configuration or a {@code $ref} has it, relative to the directory
   *     of the schemas
   * @throws SchemaException if it is not there, lies elsewhere, or is too large
   */
  byte[] read(String name);
}
