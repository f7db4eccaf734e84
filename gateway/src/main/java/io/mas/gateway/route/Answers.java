package io.mas.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.AgentRecord;
import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.policy.Policy;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway itself says to the instance that sent a message: rejections, and who is there.
 */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);
  private static final String INACTIVE = "INACTIVE";
  private static final byte[] NO_TOKEN = new byte[0];

  private final Snapshot known;
  private final CommitPlan plan;

  Answers(Snapshot known, CommitPlan plan) {
    this.known = known;
    this.plan = plan;
  }

  /** Puts a sealed message to the instance that sent another into the plan. */
  void tell(Principal to, Envelope about, Kind kind, String type, byte[] payload) {
    long now = known.now();
    Envelope envelope =
        new Envelope(
            kind,
            MessageId.next(now),
            Names.SYSTEM_AGENT,
            known.gateway(),
            about.sender(),
            about.senderInstance(),
            type,
            0,
            now,
            about.id(),
            0,
            null,
            Map.of());
    byte[] header = EnvelopeCodec.encode(envelope);
    plan.notify(
        known.keys().instanceStream(about.sender(), about.senderInstance()),
        header,
        payload,
        to.delivery().seal(header, Digests.sha256(payload), NO_TOKEN));
  }

  /** Tells the instance that sent a message that it is refused. */
  void rejected(Principal sender, Envelope refused, Ruling ruling) {
    Rejection rejection =
        new Rejection(
            refused.id().toString(),
            refused.target(),
            refused.type(),
            ruling.decision(),
            ruling.reason(),
            ruling.retryAfter(),
            List.of());
    tell(sender, refused, Kind.REJECTION, refused.type(), Refusal.write(rejection));
  }

  /** Answers who is there, of those whom the asker may reach. */
  void discovered(Submission asked) {
    Principal asker = Objects.requireNonNull(asked.sender());
    Envelope envelope = asked.envelope();
    Policy policy = known.policy();
    if (policy == null) {
      fault(asker, envelope, Decision.CHECK_FAILED, "the policy could not be read");
      return;
    }
    Set<String> wanted;
    try {
      wanted = capabilities(asked.payload());
    } catch (ProtocolException e) {
      fault(asker, envelope, Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()));
      return;
    }
    byte[] payload;
    try {
      payload = found(envelope.sender(), policy, wanted);
    } catch (RuntimeException e) {
      // by what an agent says of itself: it must not stop those who ask
      log.error("agents cannot be shown to {}", envelope.sender(), e);
      fault(asker, envelope, Decision.CHECK_FAILED, "what is known of the agents cannot be shown");
      return;
    }
    if (payload.length > Json.MAX_PAYLOAD_BYTES) {
      fault(
          asker,
          envelope,
          Decision.INVALID_MESSAGE,
          "so many agents fit that a message cannot hold them: ask for fewer capabilities");
      return;
    }
    tell(asker, envelope, Kind.REPLY, "mas.discovered", payload);
  }

  private byte[] found(String sender, Policy policy, Set<String> wanted) {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode found = answer.putArray("agents");
    known.agents().stream()
        .filter(agent -> !agent.status().equals(INACTIVE))
        .filter(agent -> known.restrictions().of(agent.id()) == null)
        .filter(agent -> policy.mayReach(sender, agent.id()))
        .filter(
            agent -> wanted.isEmpty() || agent.capabilities().stream().anyMatch(wanted::contains))
        .sorted(java.util.Comparator.comparing(AgentRecord::id))
        .forEach(agent -> found.add(Json.mapper().valueToTree(agent)));
    return Json.write(answer);
  }

  /** What was asked for; empty for any. */
  private static Set<String> capabilities(byte[] payload) throws ProtocolException {
    JsonNode question = Json.read(payload);
    JsonNode named = question.path("capabilities");
    if (!question.isObject() || !(named.isArray() || named.isMissingNode())) {
      throw new ProtocolException("a question who is there has a list of capabilities, or none");
    }
    Set<String> wanted = new HashSet<>();
    for (JsonNode capability : named) {
      if (!capability.isTextual()) {
        throw new ProtocolException("a capability is a text");
      }
      wanted.add(capability.asText());
    }
    return wanted;
  }

  private void fault(Principal asker, Envelope asked, Decision decision, String reason) {
    Rejection rejection =
        new Rejection(
            asked.id().toString(), asked.target(), asked.type(), decision, reason, null, List.of());
    tell(asker, asked, Kind.FAULT, asked.type(), Refusal.write(rejection));
  }

  /** The envelope of a header that was delivered once, or null if it cannot be decoded. */
  static @Nullable Envelope envelopeOf(byte[] header) {
    try {
      return EnvelopeCodec.decode(header);
    } catch (ProtocolException e) {
      return null; // a dead letter may hold just that: what could not be decoded
    }
  }
}
