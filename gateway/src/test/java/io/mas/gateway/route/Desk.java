package io.mas.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentRecord;
import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.breaker.Board;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.breaker.Permits;
import io.mas.gateway.check.Decider;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.identity.Directory;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.limit.LimitRules;
import io.mas.gateway.limit.Limits;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.sample.TestAgent;
import io.mas.gateway.token.Tokens;
import io.mas.internal.redis.Entry;
import io.mas.internal.redis.Keys;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's desk without a Redis: agents a, b and c, of which a may send to b, and the state of
 * a's shard, in which instance i1 of each is registered.
 */
final class Desk {
  static final GatewayKeys SECRETS = new GatewayKeys(SecretKeys.random(SecretKeys.KEY_BYTES));

  final Keys keys = new Keys(16);
  final TestAgent a = TestAgent.named("a");
  final TestAgent b = TestAgent.named("b");
  final TestAgent c = TestAgent.named("c");
  final ShardState state = new ShardState();
  final List<AgentRecord> present = new ArrayList<>();
  @Nullable Policy policy =
      Policy.compile(
          List.of(new PolicyRule.Allow("a", List.of("b"), new Origin("agents.yaml", 1))));
  Tokens tokens = Tokens.NONE;
  Decider decider = Decider.standard(Duration.ofMinutes(5), 100, Mode.ENFORCE);
  Restrictions restrictions = Restrictions.NONE;
  Limits limits = Limits.NONE;
  long now = TestAgent.NOW;
  final Portions portions = new Portions();
  Breakers breakers = Breakers.NONE;
  Board board = Board.EMPTY;
  final Permits permits = new Permits();
  final Backlogs backlogs = new Backlogs(() -> 100);
  CommitPlan plan = new CommitPlan(0);
  Batch batch = batch();

  Desk() {
    for (TestAgent agent : List.of(a, b, c)) {
      state.ledger(agent.id(), agent.ledger(0), new CommitPlan(0));
    }
  }

  Directory directory() {
    Map<Integer, Map<String, Principal>> byShard = new HashMap<>();
    for (TestAgent agent : List.of(a, b, c)) {
      byShard
          .computeIfAbsent(keys.shardOf(agent.id()), shard -> new HashMap<>())
          .put(agent.id(), agent.principal());
    }
    Directory directory = Directory.empty();
    for (Map.Entry<Integer, Map<String, Principal>> shard : byShard.entrySet()) {
      directory = directory.with(shard.getKey(), shard.getValue());
    }
    return directory;
  }

  private Batch batch() {
    return new Batch(
        new Snapshot(
            "gw-1",
            keys,
            now,
            SECRETS,
            decider,
            directory(),
            policy,
            present,
            new DeadLetters(SECRETS.deadLetters()),
            LimitRules.of(limits),
            portions,
            breakers,
            board,
            permits,
            restrictions,
            tokens),
        state,
        plan,
        backlogs);
  }

  /** Begins another batch, after what was known has changed or the last one is committed. */
  Desk next() {
    plan = new CommitPlan(0);
    batch = batch();
    return this;
  }

  /** Decides entries of a's outbox. */
  ParsedCommit decide(Entry... entries) {
    return decide("a", entries);
  }

  ParsedCommit decide(String owner, Entry... entries) {
    for (Entry entry : entries) {
      batch.decide(Intake.of(owner, entry));
    }
    return committed();
  }

  ParsedCommit committed() {
    return ParsedCommit.of(plan);
  }

  JsonNode audited(int place) {
    return json(committed().audit().get(place));
  }

  /** The decisions in the audit log, in order. */
  List<String> decisions() {
    return committed().audit().stream().map(each -> json(each).path("decision").asText()).toList();
  }

  String letter(int place, String field) {
    byte[] value = Objects.requireNonNull(committed().deadLetters().get(place).get(field), field);
    return new String(value, StandardCharsets.UTF_8);
  }

  byte[] letterPayload(int place) throws ProtocolException {
    return opened(place, "payload", "");
  }

  byte[] letterHeader(int place) throws ProtocolException {
    return opened(place, "header", ":header");
  }

  private byte[] opened(int place, String field, String suffix) throws ProtocolException {
    Map<String, byte[]> letter = committed().deadLetters().get(place);
    String context = letter(place, "from") + ":" + letter(place, "entry") + suffix;
    return SECRETS
        .deadLetters()
        .decrypt(
            Objects.requireNonNull(letter.get(field)), context.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(byte[] bytes) {
    try {
      return Json.read(bytes);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  /** An id of an entry that was added just now. */
  static String id(int number) {
    return TestAgent.NOW + "-" + number;
  }
}
