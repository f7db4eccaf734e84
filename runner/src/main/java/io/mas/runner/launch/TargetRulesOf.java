package io.mas.runner.launch;

import io.mas.gateway.payload.PayloadSchema;
import io.mas.gateway.payload.SchemaException;
import io.mas.gateway.payload.TargetRule;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What gateway.yaml says of targets, with the schemas that it names read and compiled. */
final class TargetRulesOf {
  /** A schema file may have so many bytes. */
  static final long MAX_BYTES = 256 * 1024;

  /** So many files may be read. */
  static final int MAX_FILES = 200;

  private final Path directory;
  private final Set<Path> files = new LinkedHashSet<>();

  /**
   * Of a gateway.yaml.
   *
   * @param directory where it lies
   */
  TargetRulesOf(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /** The files that were read, and those that were to be and are not there. */
  Set<Path> files() {
    return files;
  }

  /**
   * Compiles all.
   *
   * @throws ConfigException if a file is missing or no schema, at the place that names it
   */
  Map<String, TargetRule> compile(Map<String, GatewayConfig.Target> targets) {
    Map<String, TargetRule> rules = new HashMap<>();
    targets.forEach(
        (id, target) ->
            rules.put(
                id,
                TargetRule.of(
                    target.types().stream().map(Located::value).toList(),
                    target.maxPayload(),
                    schemas(id, target),
                    target.mode() == GatewayConfig.PolicyMode.SHADOW)));
    return rules;
  }

  private Map<String, PayloadSchema> schemas(String id, GatewayConfig.Target target) {
    Map<String, PayloadSchema> schemas = new HashMap<>();
    target
        .schemas()
        .forEach(
            (type, file) -> {
              try {
                schemas.put(type, PayloadSchema.compile(file.value(), this::read));
              } catch (SchemaException e) {
                throw new ConfigException(
                    file.position(), "targets.%s.schemas: %s".formatted(id, e.getMessage()));
              }
            });
    return schemas;
  }

  private byte[] read(String name) {
    Path file = file(name);
    files.add(file);
    if (files.size() > MAX_FILES) {
      throw new SchemaException("more than " + MAX_FILES + " schema files are named");
    }
    try {
      if (!Files.isRegularFile(file)) {
        throw new SchemaException(name + " does not exist (looked at " + file + ")");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new SchemaException(name + " has more than " + MAX_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SchemaException(name + " cannot be read: " + e.getMessage());
    }
  }

  private Path file(String name) {
    try {
      Path file = directory.resolve(name).normalize();
      if (file.startsWith(directory)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new SchemaException(name + " is no path: " + e.getReason());
    }
    throw new SchemaException(name + " is not beside gateway.yaml or in a directory below it");
  }
}
