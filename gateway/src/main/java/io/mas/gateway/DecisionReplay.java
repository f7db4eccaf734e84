package io.mas.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Decision;
import io.mas.gateway.policy.Effect;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyVerdict;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks of the messages that the audit log has recorded what another policy would have decided.
 * Reads the log in pages, so that its length costs no memory; what is kept is one line for each
 * triple of sender, target and type whose decision would change.
 */
public final class DecisionReplay {
  private static final int PAGE = 1_000;
  private static final String PERMISSION = "permission";

  /**
   * The check before it: what was denied without having passed that was not denied by the policy.
   */
  private static final String TARGET = "target";

  /** The kinds of messages that the policy judges. */
  private static final Set<String> JUDGED = Set.of(Kind.SEND.name(), Kind.REQUEST.name());

  private final Policy candidate;
  private final Map<Change, Long> changes = new LinkedHashMap<>();
  private long judged;
  private long unreadable;

  private DecisionReplay(Policy candidate) {
    this.candidate = candidate;
  }

  /**
   * What would be decided otherwise.
   *
   * @param sender who sent
   * @param target to whom
   * @param type the message type
   * @param was what was decided
   * @param now what would be decided
   * @param reason why, by the candidate
   */
  public record Change(
      String sender, String target, String type, Effect was, Effect now, String reason) {}

  /**
   * What was found.
   *
   * @param judged how many messages the policy in force then had judged
   * @param unreadable how many records could not be read, and are in no other number
   * @param changes how many of each would be decided otherwise, in the order in which they were
   *     first met
   */
  public record Outcome(long judged, long unreadable, Map<Change, Long> changes) {}

  /**
   * Goes through the audit log of a Redis.
   *
   * @param since the first moment of the span, given what time it is at that Redis
   * @throws io.mas.internal.redis.LinkException if Redis cannot be reached
   * @throws io.mas.MasException if it holds no system
   */
  public static Outcome of(String redisUrl, Policy candidate, UnaryOperator<Instant> since) {
    DecisionReplay replay = new DecisionReplay(candidate);
    try (RedisServer server = RedisServer.at(redisUrl)) {
      RedisLink link = server.link();
      Instant first = since.apply(Instant.ofEpochMilli(link.time()));
      int shards = Layout.read(link).shards();
      for (int shard = 0; shard < shards; shard++) {
        replay.read(link, Keys.audit(shard), first);
      }
    }
    return new Outcome(replay.judged, replay.unreadable, replay.changes);
  }

  private void read(RedisLink link, String stream, Instant since) {
    String after = Math.max(0, since.toEpochMilli() - 1) + "-" + Long.toUnsignedString(-1L);
    while (true) {
      List<Entry> page =
          RedisLink.await("reading the audit log", link.startRange(stream, after, PAGE));
      page.forEach(this::take);
      if (page.size() < PAGE) {
        return;
      }
      after = page.get(page.size() - 1).id();
    }
  }

  private void take(Entry entry) {
    JsonNode audited;
    try {
      audited = Json.read(entry.bytes("r"));
    } catch (ProtocolException e) {
      unreadable++;
      return;
    }
    Effect was = policyThen(audited);
    if (was == null) {
      return;
    }
    judged++;
    String sender = audited.path("sender").asText();
    String target = audited.path("target").asText();
    String type = audited.path("type").asText();
    PolicyVerdict verdict = candidate.decide(sender, target, type);
    if (verdict.effect() != was && !isUntold(audited, was, verdict.effect())) {
      changes.merge(
          new Change(sender, target, type, was, verdict.effect(), verdict.reason()), 1L, Long::sum);
    }
  }

  /** What the policy did; null where it was not asked. */
  private static @Nullable Effect policyThen(JsonNode audited) {
    if (!JUDGED.contains(audited.path("kind").asText()) || audited.has("approved_by")) {
      return null; // what was approved was judged when it was held
    }
    Decision decision = decision(audited);
    List<String> passed = List.of(audited.path("passed").asText().split(" ", -1));
    if (passed.contains(PERMISSION)) {
      return decision == Decision.HELD ? Effect.HOLD : Effect.ALLOW;
    }
    return decision == Decision.AUTHZ_DENIED && passed.contains(TARGET) ? Effect.DENY : null;
  }

  /** The record of what a later check has refused does not tell whether it would have been held. */
  private static boolean isUntold(JsonNode audited, Effect was, Effect now) {
    return was == Effect.ALLOW && now == Effect.HOLD && decision(audited) != Decision.ALLOWED;
  }

  /** Null for one that this version does not know. */
  private static @Nullable Decision decision(JsonNode audited) {
    String name = audited.path("decision").asText();
    return Stream.of(Decision.values()).filter(d -> d.name().equals(name)).findFirst().orElse(null);
  }
}
