package io.mas.runner.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mas.runner.files.PrivateFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How other processes of this user reach the server of a directory: a JSON file with mode 0600,
 * there while the server runs, left behind when its process is killed. It is written token by
 * token, for binding it to a class would take longer than the start of the server.
 */
final class ConnectionFile {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;

  ConnectionFile(Path file) {
    this.file = file;
  }

  /** What the file holds; empty when it is missing, or not one that was written here. */
  Optional<ServerRecord> read() throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(Files.readString(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        parser.skipChildren();
        fields.put(name, String.valueOf(parser.getText()));
      }
      return ServerRecord.of(fields);
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(ServerRecord content) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      for (Map.Entry<String, String> field : content.fields().entrySet()) {
        generator.writeStringField(field.getKey(), field.getValue());
      }
      generator.writeEndObject();
    }
    PrivateFiles.write(file, text.toString());
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
