package io.mas.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** In what form a command says what it has found. */
final class OutputOptions {
  /** For a person, or for a program: one JSON document a line. */
  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--output",
      paramLabel = "table|json",
      description = "for a person, or one JSON document a line; default: table")
  Format format = Format.TABLE;

  boolean isJson() {
    return format == Format.JSON;
  }

  static void line(PrintWriter out, JsonNode document) {
    out.println(Json.text(document));
  }
}
