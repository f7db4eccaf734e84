package io.mas.gateway.audit;

import io.mas.Decision;
import io.mas.protocol.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A message that goes no further, and why.
 *
 * @param from the agent whose outbox it came from
 * @param entryId its entry there
 * @param envelope its envelope, or null if that could not be decoded
 * @param header the envelope's bytes as they were, which may hold a reply token
 * @param payload the payload
 * @param decision why
 * @param reason why, for a person
 * @param attempts how often it was tried; 0 for what the gateway refused
 * @param first when it was tried first, or entered the outbox, in milliseconds since 1970
 * @param last when it was tried or decided last, in milliseconds since 1970
 * @param shown whether it was shown to be the sender's whom the envelope names
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes as they were, never compared as a whole
public record Burial(
    String from,
    String entryId,
    @Nullable Envelope envelope,
    byte[] header,
    byte[] payload,
    Decision decision,
    String reason,
    int attempts,
    long first,
    long last,
    boolean shown) {}
