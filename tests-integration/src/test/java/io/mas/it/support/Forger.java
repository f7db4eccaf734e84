package io.mas.it.support;

import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.mas.AgentCredentials;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Names;
import io.mas.protocol.Proof;
import io.mas.protocol.ReplyToken;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An instance of an agent without the framework: it has the agent's keys, signs whatever it is
 * told, and writes it straight into the outbox.
 */
public final class Forger {
  private final Wire wire;
  private final AgentCredentials credentials;
  private final String instance;
  private final byte[] token = SecretKeys.random(SecretKeys.TOKEN_BYTES);
  private final long age;
  private long sequence;

  /** Registers; the number must be above all that the agent's instances have had. */
  public Forger(Wire wire, AgentCredentials credentials, String instance, int number) {
    this(wire, credentials, instance, number, 0);
  }

  /** The same, so many milliseconds ago: what it writes entered its outbox then. */
  public Forger(
      Wire wire, AgentCredentials credentials, String instance, int number, long ageMillis) {
    this.wire = wire;
    this.age = ageMillis;
    this.credentials = credentials;
    this.instance = instance;
    wire.redis()
        .hset(
            Wire.KEYS.instance(agent(), instance),
            Map.of("number", text(Integer.toString(number))));
    wire.redis()
        .xgroupCreate(
            StreamOffset.from(Wire.KEYS.instanceStream(agent(), instance), "0"),
            "agents",
            XGroupCreateArgs.Builder.mkstream());
    submit(
        envelope(Kind.REGISTER, Names.SYSTEM_AGENT, "", "mas.register", 0, null, null),
        text("{\"number\":" + number + "}"));
  }

  private String agent() {
    return credentials.agentId();
  }

  /** Its record is gone, as that of a process that has died. */
  public void vanish() {
    wire.redis().del(Wire.KEYS.instance(agent(), instance));
  }

  /** Sends a message as the framework would; returns its id. */
  public String send(String target, String type, Object data) {
    return sendAsOf(now(), target, type, data);
  }

  /** Sends a message that says that it left at another time than it does. */
  public String sendAsOf(long timestamp, String target, String type, Object data) {
    sequence++;
    Envelope envelope = envelope(timestamp, Kind.SEND, target, "", type, sequence, null, null);
    submit(envelope, Json.write(Json.mapper().valueToTree(data)));
    return envelope.id().toString();
  }

  /** When it writes. */
  public long now() {
    return System.currentTimeMillis() - age;
  }

  /** Sends a reply with a token of the caller's choice; returns its id. */
  public String reply(String target, String targetInstance, UUID correlation, ReplyToken with) {
    sequence++;
    Envelope envelope =
        envelope(Kind.REPLY, target, targetInstance, "forged", sequence, correlation, with);
    submit(envelope, text("{}"));
    return envelope.id().toString();
  }

  private Envelope envelope(
      Kind kind,
      String target,
      String targetInstance,
      String type,
      long number,
      @Nullable UUID correlation,
      @Nullable ReplyToken with) {
    return envelope(now(), kind, target, targetInstance, type, number, correlation, with);
  }

  private Envelope envelope(
      long now,
      Kind kind,
      String target,
      String targetInstance,
      String type,
      long number,
      @Nullable UUID correlation,
      @Nullable ReplyToken with) {
    return new Envelope(
        kind,
        MessageId.next(now),
        agent(),
        instance,
        target,
        targetInstance,
        type,
        number,
        now,
        correlation,
        0,
        with,
        Map.of());
  }

  private void submit(Envelope envelope, byte[] payload) {
    byte[] header = EnvelopeCodec.encode(envelope);
    byte[] signature = credentials.keys().signer().sign(token, header, Digests.sha256(payload));
    byte[] proof = new Proof(credentials.keys().signer().id(), token, signature).toBytes();
    Map<String, byte[]> fields = Map.of("h", header, "p", payload, "a", proof);
    if (age == 0) {
      wire.add(Wire.KEYS.outbox(agent()), fields);
    } else {
      wire.addAs(Wire.KEYS.outbox(agent()), now() + "-*", fields);
    }
    wire.ring(agent());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
