package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The file in which an outside issuer keeps the token of this process. Its text is never shown. */
final class JwtFile {
  /** Longest token, in characters. */
  static final int MAX_LENGTH = 8 * 1024;

  private static final int MAX_WHITE_SPACE = 16;

  private final Path path;

  JwtFile(Path path) {
    this.path = path;
  }

  /**
   * A token.
   *
   * @param text as it is shown to a gateway
   * @param expiresAt when it says that it expires, in seconds since 1970; the end of times where it
   *     does not say so in a way that can be read, which the gateway judges
   */
  record Token(String text, long expiresAt) {
    boolean isExpired(long nowMillis) {
      return expiresAt <= nowMillis / 1000;
    }

    /** Without its text. */
    @Override
    public String toString() {
      return "Token[" + expiresAt + "]";
    }
  }

  /**
   * What the file holds now.
   *
   * @throws TokenException if it cannot be read, or holds no text of a token's length
   */
  Token read() {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_LENGTH + MAX_WHITE_SPACE);
    } catch (IOException e) {
      throw new TokenException(
          "the token file " + path + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new TokenException(
          "the token file %s must hold a token of 1 to %d characters".formatted(path, MAX_LENGTH));
    }
    return new Token(text, expiry(text));
  }

  /** Of what nobody has verified: it says only when to ask for another. */
  private static long expiry(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return Long.MAX_VALUE;
    }
    try {
      JsonNode expiry = Json.read(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      return expiry.isNumber() && expiry.canConvertToLong() ? expiry.asLong() : Long.MAX_VALUE;
    } catch (IllegalArgumentException | ProtocolException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Where it lies. */
  @Override
  public String toString() {
    return path.toString();
  }
}
