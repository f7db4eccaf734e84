package io.mas.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What an instance says when it registers. */
public final class Announcement {
  private static final String TOKEN = "jwt";
  private static final int MAX_TOKEN = 8 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private Announcement() {}

  /**
   * The number that it claims.
   *
   * @throws ProtocolException if it claims none
   */
  public static long number(byte[] payload) throws ProtocolException {
    JsonNode number = Json.read(payload).path("number");
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 1) {
      throw new ProtocolException("a registration needs the instance's number");
    }
    return number.asLong();
  }

  /**
   * The token of an issuer outside that it shows, or null if it shows none.
   *
   * @throws ProtocolException if what it shows cannot be one
   */
  public static @Nullable String token(byte[] payload) throws ProtocolException {
    JsonNode token = Json.read(payload).path(TOKEN);
    if (token.isMissingNode()) {
      return null;
    }
    if (!token.isTextual() || token.asText().length() > MAX_TOKEN) {
      throw new ProtocolException("a token is a text of at most " + MAX_TOKEN + " characters");
    }
    return token.asText();
  }

  /** The same without a token, which is not to lie anywhere for longer than it has to. */
  public static byte[] withoutToken(byte[] payload) {
    try {
      return Json.read(payload) instanceof ObjectNode said && said.has(TOKEN)
          ? Json.write(said.without(TOKEN))
          : payload;
    } catch (ProtocolException e) {
      return NOTHING; // whatever it holds
    }
  }
}
