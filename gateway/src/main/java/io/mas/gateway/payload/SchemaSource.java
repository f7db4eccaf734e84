package io.mas.gateway.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.ResourceLoader;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads schemas from files, checks that they are some, and knows no other place. */
final class SchemaSource implements ResourceLoader {
  /** Stands for the directory; nothing is ever asked there. */
  private static final String BASE = "https://schemas.invalid/";

  private static final String DRAFT = SpecificationVersion.DRAFT_2020_12.getDialectId();

  /** What a schema has to be; it comes with the library. */
  private static final Schema META =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of(DRAFT));

  private final SchemaFiles files;
  private @Nullable SchemaException failure;

  SchemaSource(SchemaFiles files) {
    this.files = files;
  }

  static String locationOf(String name) {
    return BASE + name;
  }

  /** Why one that was referred to could not be read; null if all could. */
  @Nullable SchemaException failure() {
    return failure;
  }

  /** The schema in a file, without the id that it has elsewhere. */
  JsonNode schema(String name) {
    JsonNode tree;
    try {
      tree = Json.read(files.read(name));
    } catch (ProtocolException e) {
      throw new SchemaException(name + " is no JSON: " + e.getMessage());
    }
    String draft = tree.path("$schema").asText(DRAFT);
    if (!draft.equals(DRAFT)) {
      throw new SchemaException(name + ": $schema is not " + DRAFT);
    }
    List<Error> errors = META.validate(tree);
    if (!errors.isEmpty()) {
      Error first = errors.get(0);
      throw new SchemaException(
          "%s is no JSON Schema: at %s/: %s"
              .formatted(name, first.getInstanceLocation(), first.getMessage()));
    }
    if (tree instanceof ObjectNode object) {
      object.remove("$id");
    }
    return tree;
  }

  @Override
  public InputStreamSource getResource(AbsoluteIri location) {
    String iri = location.toString();
    try {
      if (!iri.startsWith(BASE)) {
        throw new SchemaException(
            iri + " is not fetched: a $ref names a file beside the schema, by a relative path");
      }
      byte[] text = Json.write(schema(iri.substring(BASE.length())));
      return () -> new ByteArrayInputStream(text);
    } catch (SchemaException e) {
      failure = e;
      throw e;
    }
  }
}
