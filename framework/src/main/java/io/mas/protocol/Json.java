package io.mas.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as mas reads and writes it: strict, bounded, and true to what went in. Numbers keep their
 * digits, dates their offset, and a key may stand only once.
 */
public final class Json {
  /** Longest payload of a message, in bytes. */
  public static final int MAX_PAYLOAD_BYTES = 1024 * 1024;

  /** Deepest nesting of a payload. */
  public static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(1000)
                          .maxStringLength(2 * MAX_PAYLOAD_BYTES)
                          .maxNameLength(10_000)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .nodeFactory(new BoundedNumbers())
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /** The mapper itself; not to be configured further. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * A tree of bytes from outside.
   *
   * @throws ProtocolException if they are not one JSON value within the bounds
   */
  public static JsonNode read(byte[] bytes) throws ProtocolException {
    requireUtf8(bytes);
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      if (tree.isMissingNode()) {
        throw new ProtocolException("the payload is empty");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new ProtocolException(
          "the payload is not JSON within the bounds, at "
              + (e.getLocation() == null
                  ? "an unknown place"
                  : "byte " + e.getLocation().getByteOffset()));
    } catch (NumberFormatException e) {
      throw new ProtocolException("the payload is not JSON within the bounds: a number is too big");
    } catch (IOException e) {
      throw new ProtocolException("the payload cannot be read");
    }
  }

  /** Jackson would take UTF-16, UTF-32 and overlong forms too, which others read otherwise. */
  private static void requireUtf8(byte[] bytes) throws ProtocolException {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b == 0) {
        throw new ProtocolException("the payload is not UTF-8 text");
      }
      ascii &= b > 0;
    }
    if (!ascii) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        throw new ProtocolException("the payload is not UTF-8 text");
      }
    }
  }

  /** The tree as bytes. */
  public static byte[] write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  /** The tree as text. */
  public static String text(JsonNode tree) {
    return new String(write(tree), StandardCharsets.UTF_8);
  }
}
