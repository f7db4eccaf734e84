package io.mas.gateway.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.SchemaLoader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (draft 2020-12) of payloads, compiled with all that it refers to. Thread-safe; does
 * no I/O once it is compiled. Patterns are matched in linear time (RE2), so that no payload can
 * make one last.
 */
public final class PayloadSchema {
  private static final int MAX_PATH = 200;

  /** What a payload says, and so may be hostile, is cut out of a path. */
  private static final String NOT_PRINTABLE = "[^\\x20-\\x7e]";

  private final String name;
  private final Schema schema;

  private PayloadSchema(String name, Schema schema) {
    this.name = name;
    this.schema = schema;
  }

  /**
   * Compiles the schema in a file, and those that it refers to by {@code $ref}.
   *
   * @throws SchemaException if one is missing or no schema, or has a pattern that RE2 does not take
   */
  public static PayloadSchema compile(String name, SchemaFiles files) {
    SchemaSource source = new SchemaSource(files);
    JsonNode root = source.schema(name);
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .failFast(true)
            .preloadSchema(true)
            .regularExpressionFactory(PayloadSchema::linear)
            .build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemaRegistryConfig(config)
                    .schemaLoader(new SchemaLoader(List.of(), List.of(source))));
    try {
      Schema schema = registry.getSchema(SchemaLocation.of(SchemaSource.locationOf(name)), root);
      schema.initializeValidators();
      schema.validate(NullNode.getInstance()); // one that refers to itself without end ends here
      return new PayloadSchema(name, schema);
    } catch (SchemaException e) {
      throw e;
    } catch (StackOverflowError e) {
      throw new SchemaException(name + ": it refers to itself without end");
    } catch (RuntimeException e) {
      SchemaException missing = source.failure();
      throw missing != null ? missing : new SchemaException(name + ": " + e.getMessage());
    }
  }

  private static RegularExpression linear(String pattern) {
    try {
      com.google.re2j.Pattern compiled = com.google.re2j.Pattern.compile(pattern);
      return text -> compiled.matcher(text).find();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw new SchemaException(
          "the pattern %s is not taken: %s".formatted(pattern, e.getMessage()));
    }
  }

  /**
   * Where a payload does not fit and by which keyword, never what stands there; null if it fits.
   *
   * @param bytes how long the payload is
   * @throws IllegalStateException if that cannot be found out in a bounded number of steps
   */
  public @Nullable String violation(JsonNode payload, int bytes) {
    List<Error> errors;
    try {
      errors =
          schema.validate(
              new BoundedSteps(schema.createExecutionContext(), bytes),
              payload,
              OutputFormat.DEFAULT);
    } catch (StackOverflowError e) {
      throw new IllegalStateException(name + " refers to itself too deeply for a payload", e);
    }
    if (errors.isEmpty()) {
      return null;
    }
    Error first = errors.get(0);
    String path = first.getInstanceLocation().toString().replaceAll(NOT_PRINTABLE, "?");
    return "%s: at %s: %s"
        .formatted(
            name,
            path.isEmpty() ? "/" : path.substring(0, Math.min(path.length(), MAX_PATH)),
            first.getKeyword());
  }
}
