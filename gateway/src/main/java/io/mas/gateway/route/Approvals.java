package io.mas.gateway.route;

import io.mas.Decision;
import io.mas.gateway.audit.AuditRecord;
import io.mas.gateway.audit.Burial;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.identity.Principal;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what nobody has approved in time, and what a person has denied: its sender is told, and it
 * becomes a dead letter. Used by one thread.
 */
final class Approvals {
  private static final Logger log = LoggerFactory.getLogger(Approvals.class);

  /** What one commit ends; the rest with the next. */
  private static final int MAX_ENDED = 64;

  /** As a batch of an outbox. */
  private static final long MAX_BYTES = 2L * 1024 * 1024;

  private static final byte[] NOTHING = new byte[0];

  private final int shard;
  private final GatewayContext context;

  Approvals(int shard, GatewayContext context) {
    this.shard = shard;
    this.context = context;
  }

  /** Looks, if anything can be there; puts the end of what is over into the plan. */
  void check(ShardState state, CommitPlan plan) {
    if (state.held().isEmpty()) {
      return;
    }
    Map<String, byte[]> index = context.link().hash(Keys.approvals(shard));
    List<Held.Over> over = state.held().read(index, context.clock().millis());
    if (over.isEmpty()) {
      return;
    }
    Snapshot known = context.snapshot();
    oneCommit(over).forEach(each -> end(each, known, plan));
  }

  /** As many as one commit ends, at least one. */
  static List<Held.Over> oneCommit(List<Held.Over> over) {
    int count = 0;
    long bytes = 0;
    for (Held.Over each : over) {
      bytes += each.bytes();
      if (count > 0 && (count == MAX_ENDED || bytes > MAX_BYTES)) {
        break;
      }
      count++;
    }
    return over.subList(0, count);
  }

  private void end(Held.Over over, Snapshot known, CommitPlan plan) {
    plan.unheld(over.id());
    List<Entry> found =
        StreamIds.isId(over.id())
            ? RedisLink.await(
                "reading what is held for approval",
                context.link().startRange(Keys.held(shard), over.id()))
            : List.of();
    if (found.isEmpty()) {
      log.error("shard {}: what was held as {} is gone from Redis", shard, over.id());
      return;
    }
    Map<String, byte[]> fields = found.get(0).fields();
    try {
      end(over, fields, known, plan);
    } catch (ProtocolException e) {
      log.error("shard {}: what was held as {} is spoiled: {}", shard, over.id(), e.getMessage());
      String reason = ruling(over, 0, known.now()).reason() + "; it cannot be read";
      new Trail(known, plan).kept(fields, new Ruling(Decision.AUTHZ_DENIED, reason, List.of()));
    }
  }

  private static void end(
      Held.Over over, Map<String, byte[]> fields, Snapshot known, CommitPlan plan)
      throws ProtocolException {
    byte[] header = known.deadLetters().header(fields);
    byte[] payload = known.deadLetters().payload(fields);
    Envelope envelope = EnvelopeCodec.decode(header);
    String owner = text(fields, "from");
    String entry = text(fields, "entry");
    Ruling ruling = ruling(over, envelope.deadline(), known.now());
    new Trail(known, plan)
        .letter(
            new Burial(
                owner,
                entry,
                envelope,
                header,
                payload,
                ruling.decision(),
                ruling.reason(),
                0,
                StreamIds.time(entry),
                known.now(),
                true));
    plan.audit(
        AuditRecord.of(
            known.gateway(),
            known.now(),
            owner,
            entry,
            envelope,
            Digests.sha256(payload),
            payload.length,
            null,
            ruling));
    Principal sender = known.directory().find(known.keys().shardOf(owner), owner);
    if (sender != null) {
      new Answers(known, plan).rejected(sender, envelope, ruling);
    }
  }

  /** A message that has expired while it waited is so, whatever the time for its approval. */
  private static Ruling ruling(Held.Over over, long deadline, long now) {
    if (!over.denial().isEmpty()) {
      return new Ruling(Decision.AUTHZ_DENIED, over.denial(), List.of());
    }
    return deadline != 0 && deadline <= now
        ? new Ruling(
            Decision.EXPIRED, "its deadline passed while it waited for approval", List.of())
        : new Ruling(Decision.AUTHZ_DENIED, "approval timed out", List.of());
  }

  private static String text(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, NOTHING), StandardCharsets.UTF_8);
  }
}
