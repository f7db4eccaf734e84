package io.mas.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;

/** What an instance says when it registers. */
public final class Announcement {
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
}
