package io.mas.bench;

import io.mas.gateway.breaker.Board;
import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.breaker.Gate;
import io.mas.gateway.breaker.Permits;
import io.mas.gateway.check.Backlog;
import io.mas.gateway.check.Decider;
import io.mas.gateway.check.Ruling;
import io.mas.gateway.check.Submission;
import io.mas.gateway.check.View;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Levels;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.LimitRules;
import io.mas.gateway.limit.Limiter;
import io.mas.gateway.limit.Limits;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.payload.TargetRule;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.token.Tokens;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Proof;
import io.mas.protocol.SecretKeys;
import io.mas.protocol.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All checks on one message of a kilobyte, the signature and the digest of the payload included, as
 * a gateway makes them on what it has read: with a limit of its sender, a circuit breaker, and the
 * types and size that its target takes, but no schema (see {@link PayloadBenchmark}).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DecideBenchmark {
  private static final long NOW = 1_800_000_000_000L;
  private static final int PAYLOAD = 1_024;

  /** How many rules there are. */
  @Param({"10", "1000", "100000"})
  public int rules;

  private final Decider decider =
      Decider.standard(
          Duration.ofMinutes(5),
          100_000,
          io.mas.gateway.policy.Mode.ENFORCE,
          Map.of(Policies.agent(1), TargetRule.of(List.of("order.*"), 64 * 1024, Map.of(), false)));
  private byte[] header = new byte[0];
  private byte[] payload = new byte[0];
  private byte[] proof = new byte[0];
  private @Nullable Principal sender;
  private @Nullable Principal target;
  private @Nullable View view;

  /** Signs a message and makes what is known of its sender. */
  @Setup
  public void sign() {
    Policy policy = Policies.of(rules);
    AgentKeys keys = AgentKeys.generate();
    byte[] token = SecretKeys.random(SecretKeys.TOKEN_BYTES);
    String from = Policies.agent(0);
    String to = Policies.agent(1);
    payload = ("\"" + "x".repeat(PAYLOAD - 2) + "\"").getBytes(StandardCharsets.UTF_8);
    header =
        EnvelopeCodec.encode(
            new Envelope(
                Kind.SEND,
                MessageId.next(NOW),
                from,
                "i1",
                to,
                "",
                "order.new",
                7,
                NOW,
                null,
                0,
                null,
                Map.of()));
    SigningKey key = keys.signer();
    proof = new Proof(key.id(), token, key.sign(token, header, Digests.sha256(payload))).toBytes();
    sender = new Principal(from, AgentEntry.of(keys));
    target = new Principal(to, AgentEntry.of(AgentKeys.generate()));
    SenderLedger ledger =
        SenderLedger.empty().with("i1", new InstanceEntry(1, 6, Digests.sha256(token), 0));
    view =
        new View(
            policy,
            new GatewayKeys(SecretKeys.random(SecretKeys.KEY_BYTES)),
            ledger,
            NOW,
            Backlog.NONE,
            new Limiter(
                LimitRules.of(Limits.ofEach(Limit.perMinute(Integer.MAX_VALUE))),
                new Levels(),
                new Portions()),
            new Gate(Breakers.ofEach(BreakerRule.defaults()), Board.EMPTY, new Permits()),
            Restrictions.NONE,
            Tokens.NONE);
  }

  /** Decodes the message and decides on it. */
  @Benchmark
  public Ruling decide() throws Exception {
    View known = view;
    if (known == null) {
      throw new IllegalStateException("not set up");
    }
    Submission submission =
        new Submission(
            Policies.agent(0),
            NOW + "-0",
            NOW,
            header,
            payload,
            Digests.sha256(payload),
            EnvelopeCodec.decode(header),
            Proof.fromBytes(proof),
            sender,
            target,
            null);
    Ruling ruling = decider.decide(submission, known);
    if (!ruling.allowed()) {
      throw new IllegalStateException(ruling.toString());
    }
    return ruling;
  }
}
