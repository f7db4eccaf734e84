package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.limit.Limit;
import io.mas.gateway.limit.Limits;
import io.mas.it.support.Listener;
import io.mas.it.support.Owners;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A limit that several gateways share, at the limit for a while: neither more nor less. */
class F45LimitsIT {
  private static final int SECONDS = Integer.getInteger("mas.f45.seconds", 8);
  private static final int PER_SECOND = 200;
  private static final int BURST = 50;

  /** Of each of the senders, all together far more than may pass. */
  private static final int SENT_PER_SECOND = 120;

  private static final int SENDERS = 3;

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private Owners gateways;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ends;

  @AfterEach
  void stop() throws InterruptedException {
    ends = true;
    for (Thread thread : threads) {
      thread.join();
    }
    gateways.close();
    wire.close();
    system.close();
  }

  /** Senders whose shards are owned by one gateway each, in turn. */
  private List<String> start(int count, Limits limits) {
    List<String> senders = Owners.apart(SENDERS);
    senders.forEach(sender -> system.allow(sender, "target"));
    gateways =
        Owners.start(
            system.redisUrl(), wire, count, GatewayRules.defaults().withLimits(limits), senders);
    return senders;
  }

  private void flow(Listener sender) {
    Thread thread =
        new Thread(
            () -> {
              long next = System.nanoTime();
              while (!ends) {
                sender.send("target", "work", 1);
                next += 1_000_000_000L / SENT_PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
              }
            });
    thread.start();
    threads.add(thread);
  }

  private List<JsonNode> works() {
    return wire.audit().stream().filter(r -> r.path("type").asText().equals("work")).toList();
  }

  private boolean hasTakenItsTime() {
    LongSummaryStatistics times =
        works().stream().mapToLong(r -> r.path("time").asLong()).summaryStatistics();
    return times.getCount() > 0 && times.getMax() - times.getMin() > SECONDS * 1_000L;
  }

  /**
   * How many one exact bucket would have let pass of what was decided, at the times at which it
   * was: where the machine halts, it lets pass less too.
   */
  private static int idealOf(List<JsonNode> works) {
    double tokens = BURST;
    long at = 0;
    int passed = 0;
    for (long time : works.stream().mapToLong(r -> r.path("time").asLong()).sorted().toArray()) {
      tokens = at == 0 ? BURST : Math.min(BURST, tokens + (time - at) * PER_SECOND / 1_000.0);
      at = time;
      if (tokens >= 1) {
        tokens--;
        passed++;
      }
    }
    return passed;
  }

  @ParameterizedTest
  @CsvSource({"1, target", "2, target", "3, target", "3, global"})
  void admitsWhatTheRateGivesWithinOneInAHundred(int count, String shared) {
    Limit limit = Limit.perMinute(PER_SECOND * 60).withBurst(BURST);
    List<String> senders =
        start(
            count,
            shared.equals("global")
                ? Limits.NONE.withGlobal(limit)
                : Limits.NONE.withTargets(Map.of("target", limit)));
    system.run("target", new Listener());
    for (String name : senders) {
      Listener sender = new Listener();
      system.run(name, sender);
      flow(sender);
    }
    await()
        .atMost(Duration.ofSeconds(SECONDS + 60))
        .pollInterval(Duration.ofMillis(Math.max(500, SECONDS * 10L)))
        .until(this::hasTakenItsTime);
    ends = true;

    List<JsonNode> works = works();
    List<JsonNode> admitted =
        works.stream().filter(r -> r.path("decision").asText().equals("ALLOWED")).toList();
    int ideal = idealOf(works);
    Set<String> deciders = new HashSet<>();
    admitted.forEach(r -> deciders.add(r.path("gateway").asText()));
    Report.of("F45")
        .with("shared", shared)
        .with("gateways", count)
        .with("seconds", SECONDS)
        .with("sent", works.size())
        .with("ideal", ideal)
        .with("admitted", admitted.size())
        .print();
    assertThat(deciders).hasSize(count);
    assertThat(works.size()).isGreaterThan(ideal);
    assertThat((double) admitted.size()).isBetween(ideal * 0.99, ideal * 1.01);
  }
}
