package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import io.mas.it.failure.AgentProcess.Role;
import io.mas.it.support.JavaProcess;
import io.mas.it.support.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A receiver that is killed while it handles many messages slowly, and one that goes on. */
@Isolated // it measures time
class F03ReceiverKilledIT {
  private static final int MESSAGES = 2_000;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration HANDLING = Duration.ofMillis(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BEGUN = "begun";

  @TempDir private Path directory;

  /** Takes its time, and counts how often it begins. */
  static class Slow extends Tally {
    private final AtomicInteger runs = new AtomicInteger();

    @Override
    protected void hop(Hop hop) {
      runs.incrementAndGet();
      LockSupport.parkNanos(HANDLING.toNanos());
      super.hop(hop);
    }
  }

  /** Says when it begins, so that what it has done is known when it is dead. */
  static final class Doomed extends Slow {
    @Override
    protected void hop(Hop hop) {
      System.out.println(BEGUN);
      super.hop(hop);
    }
  }

  @Test
  void losesAndRepeatsNoEffectAndIsTakenOverFromWithinTwoLeases() throws Exception {
    Role role = Role.of("sink", Doomed.class).withLease(LEASE);
    try (Site site = Site.in(directory)) {
      Source source = site.closing(Source.of(site, "source", "sink"));
      site.gateway();
      source.send(MESSAGES);
      String inbox = Wire.KEYS.inbox("sink");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(site.wire().redis().xlen(inbox)).isEqualTo(MESSAGES));
      AgentProcess victim = site.agents(role);
      String doomed = consumers(site.wire()).iterator().next();
      source.awaitMore(100, PATIENCE);
      victim.kill();
      long start = System.nanoTime();
      Set<String> held = heldBy(doomed, site.wire());
      Slow heir = new Slow();
      site.run(role.settings(), heir);
      await("all that it held to be taken over")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> heldBy(doomed, site.wire()).isEmpty());
      long takenOver = millisSince(start);
      await("all that it held to be settled")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> pending(site.wire()).keySet().stream().noneMatch(held::contains));
      long settled = millisSince(start);
      source.awaitAll(PATIENCE);
      Source.awaitSettled(site.wire());
      Tally.Result result = source.result();
      int twice = begun(victim.process()) + heir.runs.get() - MESSAGES;
      Report.of("F03")
          .with(result)
          .with("held", held.size())
          .with("handlers_run_twice", twice)
          .with("taken_over_ms", takenOver)
          .with("recovered_ms", settled)
          .print();
      assertThat(held).isNotEmpty();
      assertThat(result).isEqualTo(Tally.Result.allWell(MESSAGES));
      assertThat(takenOver).isLessThan(2 * LEASE.toMillis());
      // those alone whose turn was under way, of which an instance has 256 at most
      assertThat(twice).isBetween(0, 256);
      assertThat(site.wire().deadLetters()).isEmpty();
    }
  }

  private static Set<String> consumers(Wire wire) {
    String prefix = Wire.KEYS.instance("sink", "");
    return wire.redis().keys(prefix + "*").stream()
        .map(key -> key.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  /** Who holds what of the inbox. */
  private static Map<String, String> pending(Wire wire) {
    return wire
        .redis()
        .xpending(Wire.KEYS.inbox("sink"), "agents", Range.unbounded(), Limit.from(MESSAGES))
        .stream()
        .collect(Collectors.toMap(PendingMessage::getId, PendingMessage::getConsumer));
  }

  private static Set<String> heldBy(String consumer, Wire wire) {
    Map<String, String> pending = pending(wire);
    Set<String> held = new HashSet<>(pending.keySet());
    held.removeIf(id -> !consumer.equals(pending.get(id)));
    return held;
  }

  private static int begun(JavaProcess process) {
    return (int) List.copyOf(process.lines()).stream().filter(BEGUN::equals).count();
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
