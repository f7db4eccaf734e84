package io.mas.internal.runtime;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.internal.redis.Entry;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Json;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import io.mas.protocol.ReplyToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what an instance reads: replies go to those who wait, messages to the dispatcher, and what
 * is not sealed or cannot be decoded to the dead letters.
 */
final class Inbound {
  private static final Logger log = LoggerFactory.getLogger(Inbound.class);

  private static final String LOOK = "look";
  private static final byte[] NOTHING = new byte[0];

  /**
   * The field in which another instance says whose turn has come. It bears no seal: an agent that
   * forges it upsets the order of its own lanes for a moment, which the commit sets right.
   */
  private static final String CLEARED = "w";

  /** The field in which the gateway names the trial that a message passes for; no seal needs it. */
  private static final String TRIAL = "b";

  private final String agent;
  private final String inbox;
  private final DeliveryKey key;
  private final Messages messages;
  private final Writer writer;
  private final PendingRequests pending;
  private final Ordering ordering;
  private final LaneSorter sorter;
  private final Consumer<String> cleared;
  private volatile Runnable looking = () -> {};
  private volatile Consumer<Rejection> registrationRefused = rejection -> {};
  private long ordinal;

  Inbound(
      String agent,
      String inbox,
      DeliveryKey key,
      Messages messages,
      Writer writer,
      PendingRequests pending,
      Ordering ordering,
      LaneSorter sorter,
      Consumer<String> cleared) {
    this.agent = agent;
    this.inbox = inbox;
    this.key = key;
    this.messages = messages;
    this.writer = writer;
    this.pending = pending;
    this.ordering = ordering;
    this.sorter = sorter;
    this.cleared = cleared;
  }

  /** Says what to do when an operator asks this instance to look; it must not block. */
  void onLook(Runnable action) {
    looking = action;
  }

  /** Says what to do when a gateway refuses a registration; it must not block. */
  void onRegistrationRefused(Consumer<Rejection> action) {
    registrationRefused = action;
  }

  /** Takes what was read, in order. */
  void accept(List<Entry> entries) {
    take(entries.stream().map(entry -> new TakenOver(entry, Tries.NONE)).toList());
  }

  /** Takes entries with what is known of the attempts at them, in order. */
  synchronized void take(List<TakenOver> entries) {
    List<Delivery> toHandle = new ArrayList<>(entries.size());
    for (TakenOver taken : entries) {
      Delivery delivery = opened(taken.entry(), taken.tries());
      if (delivery != null && !isAnswered(delivery)) {
        toHandle.add(delivery);
      }
    }
    if (!toHandle.isEmpty()) {
      sorter.accept(toHandle);
    }
  }

  private @Nullable Delivery opened(Entry entry, Tries tries) {
    Settlement.Source source =
        entry.stream().equals(inbox) ? Settlement.Source.INBOX : Settlement.Source.INSTANCE;
    if (entry.fields().isEmpty()) {
      // deleted while it was held: there is nothing left to do but to let go of it
      writer.settle(TurnCommit.settle(source, entry.id()));
      return null;
    }
    if (source == Settlement.Source.INSTANCE && entry.get(CLEARED) != null) {
      writer.settle(TurnCommit.settle(source, entry.id()));
      cleared.accept(new String(entry.bytes(CLEARED), StandardCharsets.UTF_8));
      return null;
    }
    if (source == Settlement.Source.INSTANCE && entry.get(LOOK) != null) {
      // it says nothing but that: whoever forges one gains a heartbeat
      writer.settle(TurnCommit.settle(source, entry.id()));
      looking.run();
      return null;
    }
    byte[] header = entry.bytes("h");
    byte[] payload = entry.bytes("p");
    byte[] token = entry.bytes("k");
    if (header.length == 0) {
      bury(source, entry, Decision.UNDECODABLE, "the entry has no header");
      return null;
    }
    if (!key.verify(header, Digests.sha256(payload), token, entry.bytes("g"))) {
      bury(source, entry, Decision.UNSEALED, "the gateway's seal is missing or wrong");
      return null;
    }
    try {
      Envelope envelope = EnvelopeCodec.decode(header);
      ReplyToken replyToken = token.length == 0 ? null : ReplyToken.fromBytes(token);
      ordinal++;
      return new Delivery(
              ordinal,
              source,
              entry.id(),
              envelope,
              header,
              payload,
              replyToken,
              source == Settlement.Source.INBOX ? ordering.laneOf(envelope, payload) : "",
              tries)
          .ofTrial(new String(entry.bytes(TRIAL), StandardCharsets.UTF_8));
    } catch (ProtocolException e) {
      bury(source, entry, Decision.UNDECODABLE, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Whether it was an answer to a request of this instance, which is settled thereby. */
  private boolean isAnswered(Delivery delivery) {
    Envelope envelope = delivery.envelope();
    boolean answered;
    try {
      switch (envelope.kind()) {
        case REPLY -> answered = replied(delivery);
        case FAULT -> {
          answered = true;
          refused(envelope.correlation(), Refusal.read(delivery.payload()));
        }
        case REJECTION -> {
          Rejection rejection = Refusal.read(delivery.payload());
          if (rejection.type().equals(Messages.REGISTER)) {
            registrationRefused.accept(rejection);
            answered = true;
            break;
          }
          answered = refused(UUID.fromString(rejection.messageId()), rejection);
        }
        default -> {
          return false;
        }
      }
    } catch (ProtocolException | IllegalArgumentException e) {
      log.warn("agent {}: an answer that cannot be read is dropped: {}", agent, e.getMessage());
      answered = true;
    }
    if (answered) {
      writer.settle(TurnCommit.settle(delivery.source(), delivery.entryId()));
    }
    return answered;
  }

  private boolean replied(Delivery delivery) throws ProtocolException {
    Envelope envelope = delivery.envelope();
    UUID asked = envelope.correlation();
    boolean awaited =
        asked != null
            && pending.complete(
                asked, new ReceivedMessage(envelope, Json.read(delivery.payload()), 1, null));
    if (!awaited) {
      log.debug("agent {}: nobody waits any more for reply {}", agent, envelope.id());
    }
    return true;
  }

  private boolean refused(@Nullable UUID asked, Rejection rejection) {
    return asked != null && pending.fail(asked, rejection.toException());
  }

  private void bury(Settlement.Source source, Entry entry, Decision decision, String cause) {
    log.warn("agent {}: entry {} becomes a dead letter: {}", agent, entry.id(), cause);
    // what is too large to be carried goes without its bytes, so that it cannot hold up the others
    boolean carried = entry.size() <= Json.MAX_PAYLOAD_BYTES;
    Outgoing dead =
        messages.dead(
            decision,
            carried ? cause : cause + "; its " + entry.size() + " bytes are too many to be kept",
            1,
            0,
            Names.SYSTEM_AGENT + ".entry",
            carried ? entry.bytes("h") : NOTHING,
            carried ? raw(entry) : NOTHING);
    writer.settle(TurnCommit.settle(Settlement.of(source, entry.id()), List.of(dead)));
  }

  private static byte[] raw(Entry entry) {
    byte[] payload = entry.get("p");
    return payload == null ? Json.write(Json.mapper().valueToTree(entry.fields())) : payload;
  }
}
