package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.On;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Redis holds when many messages have been handled, beside what it holds after a few. The
 * audit log, which is meant to grow, is left out. {@code -Df11.messages=1000000} for the whole.
 */
class F11MemoryIT {
  private static final int FEW = 1_000;
  private static final int MANY = Integer.getInteger("f11.messages", 20_000);
  private static final int BURST = 100;

  /** Bursts under way at a time. */
  private static final int AHEAD = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** Sends so many messages in one turn. */
  static final class Relay extends Agent<Void> {
    @On("burst")
    void burst(int size) {
      for (int i = 0; i < size; i++) {
        send("sink", "count", i);
      }
    }
  }

  /** Counts what it gets. */
  static final class Counter extends Agent<Counter.Count> {
    record Count(int handled) {}

    @On("count")
    void count(int number) {
      updateState(new Count(state().handled() + 1));
    }
  }

  /**
   * What Redis holds when all is settled.
   *
   * @param bytes what it uses, without its clients, what it is about to write, and the audit log
   * @param keys the kinds of keys, each with how many there are
   */
  private record Footprint(long bytes, Set<String> keys) {}

  @Test
  void isTheSameAfterManyMessagesAsAfterFew() throws Exception {
    Footprint few = after(FEW, Files.createDirectory(directory.resolve("few")));
    Footprint many = after(MANY, Files.createDirectory(directory.resolve("many")));
    Report.of("F11")
        .with("messages", MANY)
        .with("bytes_after_" + FEW, few.bytes())
        .with("bytes_after_all", many.bytes())
        .with("keys", many.keys().size())
        .print();
    assertThat(many.keys()).isEqualTo(few.keys());
    assertThat(many.bytes()).isCloseTo(few.bytes(), Percentage.withPercentage(10));
  }

  private static Footprint after(int messages, Path data) throws IOException {
    try (Site site = Site.in(data)) {
      site.allow("sender", "relay");
      site.allow("relay", "sink");
      Source.Sender sender = new Source.Sender();
      site.run("sender", sender);
      site.run("relay", new Relay());
      site.run("sink", new Counter());
      GatewayProcess gateway = site.gateway();
      for (int sent = BURST; sent <= messages; sent += BURST) {
        sender.send("relay", "burst", BURST);
        awaitHandled(site.wire(), sent - AHEAD * BURST);
      }
      awaitHandled(site.wire(), messages);
      Source.awaitSettled(site.wire());
      // its size as Redis tells it is an estimate, and nobody must write to it any more
      gateway.kill();
      Set<String> keys = keys(site.wire());
      site.wire().redis().keys("audit:*").forEach(key -> site.wire().redis().del(key));
      return new Footprint(bytes(site.wire()), keys);
    }
  }

  private static void awaitHandled(Wire wire, int atLeast) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                Integer.parseInt(wire.hash(Wire.KEYS.state("sink")).getOrDefault("handled", "0"))
                    >= atLeast);
  }

  /** Instances have names of their own, which two runs do not share. */
  private static Set<String> keys(Wire wire) {
    return wire.redis().keys("*").stream()
        .filter(key -> !key.startsWith("audit:"))
        .map(key -> key.replaceAll(":i[a-z2-7]{11}$", ":INSTANCE"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long bytes(Wire wire) {
    wire.redis().slowlogReset(); // its last 128 slow commands, more of them in a longer run
    String memory = wire.redis().info("memory");
    return figure(memory, "used_memory")
        - figure(memory, "mem_clients_normal")
        - figure(memory, "mem_aof_buffer");
  }

  private static long figure(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
