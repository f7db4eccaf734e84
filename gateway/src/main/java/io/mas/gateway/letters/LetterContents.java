package io.mas.gateway.letters;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a dead letter keeps encrypted.
 *
 * @param message what the header says, if it can be decoded
 * @param header the header's bytes
 * @param payload the payload's bytes; usually JSON
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes for a person, never compared as a whole
public record LetterContents(Optional<Sent> message, byte[] header, byte[] payload) {

  /**
   * What the header says beside what the letter itself does.
   *
   * @param kind what the message is for, such as SEND or REQUEST
   * @param instance the instance that sent it
   * @param at when, by the sender's clock
   * @param correlation the request that it answers
   * @param deadline when it was to expire
   * @param headers what the sender put beside the payload
   */
  public record Sent(
      String kind,
      String instance,
      Instant at,
      Optional<String> correlation,
      Optional<Instant> deadline,
      Map<String, String> headers) {

    /** Copies the headers. */
    public Sent {
      headers = Map.copyOf(headers);
    }
  }
}
