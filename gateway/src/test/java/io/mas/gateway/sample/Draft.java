package io.mas.gateway.sample;

import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Principal;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Proof;
import io.mas.protocol.ReplyToken;
import io.mas.protocol.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message before it is signed; each part can be set to what a test needs. */
public final class Draft {
  private final TestAgent signer;
  private final Kind kind;
  private final String target;
  private final UUID id = MessageId.next(TestAgent.NOW);
  private String sender;
  private String instance = "i1";
  private String targetInstance = "";
  private String type = "greeting";
  private long sequence = 1;
  private long timestamp = TestAgent.NOW;
  private @Nullable UUID correlation;
  private long deadline;
  private long instanceNumber;
  private @Nullable ReplyToken replyToken;
  private byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
  private byte[] token;

  Draft(TestAgent signer, Kind kind, String target) {
    this.signer = signer;
    this.kind = kind;
    this.target = target;
    this.sender = signer.id();
    this.token = signer.token();
  }

  public Draft sender(String name) {
    sender = name;
    return this;
  }

  public Draft instance(String name) {
    instance = name;
    return this;
  }

  public Draft targetInstance(String name) {
    targetInstance = name;
    return this;
  }

  public Draft type(String name) {
    type = name;
    return this;
  }

  public Draft sequence(long number) {
    sequence = number;
    return this;
  }

  public Draft instanceNumber(long number) {
    instanceNumber = number;
    return this;
  }

  public Draft timestamp(long millis) {
    timestamp = millis;
    return this;
  }

  public Draft deadline(long millis) {
    deadline = millis;
    return this;
  }

  /** Answers a request with the token that came with it. */
  public Draft answers(UUID request, @Nullable ReplyToken with) {
    correlation = request;
    replyToken = with;
    return this;
  }

  public Draft payload(String json) {
    return payload(json.getBytes(StandardCharsets.UTF_8));
  }

  public Draft payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  public Draft token(byte[] bytes) {
    token = bytes.clone();
    return this;
  }

  public UUID id() {
    return id;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public Envelope envelope() {
    return new Envelope(
        kind,
        id,
        sender,
        instance,
        target,
        targetInstance,
        type,
        sequence,
        timestamp,
        correlation,
        deadline,
        replyToken,
        Map.of(),
        instanceNumber);
  }

  public byte[] header() {
    return EnvelopeCodec.encode(envelope());
  }

  public Proof proof() {
    SigningKey key = signer.keys().signer();
    return new Proof(key.id(), token, key.sign(token, header(), Digests.sha256(payload)));
  }

  /** As it lies in its signer's outbox. */
  public Entry at(String entryId) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("h", header());
    fields.put("p", payload());
    fields.put("a", proof().toBytes());
    return new Entry("outbox", entryId, fields);
  }

  /** As the checks get it, added now. */
  public Submission submitted(@Nullable Principal to) {
    return submitted(TestAgent.NOW + "-0", to);
  }

  public Submission submitted(String entryId, @Nullable Principal to) {
    return new Submission(
        signer.id(),
        entryId,
        StreamIds.time(entryId),
        header(),
        payload(),
        Digests.sha256(payload),
        envelope(),
        proof(),
        signer.principal(),
        to,
        null);
  }
}
