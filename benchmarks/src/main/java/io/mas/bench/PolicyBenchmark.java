package io.mas.bench;

import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyVerdict;
import java.util.concurrent.TimeUnit;
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

/** One decision of the policy, among few rules and among very many. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PolicyBenchmark {
  /** How many rules there are. */
  @Param({"10", "1000", "100000"})
  public int rules;

  private Policy policy = Policies.of(0);
  private String[] senders = new String[0];
  private String[] next = new String[0];
  private String[] third = new String[0];
  private int at;

  /** Makes the policy, and the names that are asked for. */
  @Setup
  public void compile() {
    policy = Policies.of(rules);
    int agents = Math.max(1, rules / 4);
    senders = new String[agents];
    next = new String[agents];
    third = new String[agents];
    for (int i = 0; i < agents; i++) {
      senders[i] = Policies.agent(i);
      next[i] = Policies.agent(i + 1);
      third[i] = Policies.agent(i + 3);
    }
  }

  private int turn() {
    at = at + 1 == senders.length ? 0 : at + 1;
    return at;
  }

  /** A rule that names the pair allows it. */
  @Benchmark
  public PolicyVerdict allowed() {
    int i = turn();
    return policy.decide(senders[i], next[i], "order.new");
  }

  /** A rule about types allows it. */
  @Benchmark
  public PolicyVerdict allowedByType() {
    int i = turn();
    return policy.decide(senders[i], third[i], "order.new");
  }

  /** A pattern of a role is tried, and nothing allows it. */
  @Benchmark
  public PolicyVerdict denied() {
    int i = turn();
    return policy.decide(senders[i], "nobody", "order.new");
  }
}
