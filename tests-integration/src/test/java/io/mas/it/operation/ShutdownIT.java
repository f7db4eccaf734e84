package io.mas.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.On;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of turns that are longer than the time there is to stop. */
class ShutdownIT {
  /** How often a message was handled, as commits have made it stand. */
  public record Count(int n) {}

  static class Counter extends Agent<Count> {
    final Semaphore begun = new Semaphore(0);
    final CountDownLatch mayEnd;
    final CountDownLatch ended = new CountDownLatch(1);
    final CountDownLatch stopped = new CountDownLatch(1);

    Counter(boolean patient) {
      mayEnd = new CountDownLatch(patient ? 1 : 0);
    }

    @On("count")
    void count() {
      Count before = state();
      begun.release();
      // as code that does not care for interruption does
      boolean done = false;
      while (!done) {
        try {
          done = mayEnd.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          done = false;
        }
      }
      try {
        updateState(new Count(before == null ? 1 : before.n() + 1));
      } finally {
        ended.countDown();
      }
    }

    @Override
    protected void onStop() {
      stopped.countDown();
    }
  }

  private final Listener sender = new Listener();
  private TestSystem system;
  private Wire wire;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("sender", sender);
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private String counted(String agent) {
    byte[] n = wire.redis().hget(Wire.KEYS.state(agent), "n");
    return n == null ? "0" : new String(n, StandardCharsets.UTF_8);
  }

  @Test
  void handsBackATurnThatOutlivesTheGraceAndDoesNotCommitItLate() throws Exception {
    system.allow("sender", "counter");
    Counter stuck = new Counter(true);
    RunningAgent first = system.run("counter", stuck);
    sender.send("counter", "count", null);
    assertThat(stuck.begun.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    Counter other = new Counter(false);
    system.run("counter", other);

    long start = System.nanoTime();
    first.stop(Duration.ofMillis(300));
    assertThat(other.begun.tryAcquire(2, TimeUnit.SECONDS))
        .as("handed to the other instance without waiting for a lease")
        .isTrue();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertThat(stuck.stopped.await(1, TimeUnit.SECONDS)).isTrue();
    await().until(() -> counted("counter").equals("1"));

    stuck.mayEnd.countDown();
    assertThat(stuck.ended.await(5, TimeUnit.SECONDS)).isTrue();
    sender.send("counter", "count", null);
    await().until(() -> counted("counter").equals("2"));
    await().until(() -> wire.redis().xlen(Wire.KEYS.inbox("counter")) == 0);
    assertThat(counted("counter")).isEqualTo("2");
    System.out.println("a turn left behind is handled elsewhere after " + millis + " ms");
  }

  @Test
  void stopsManyAgentsWithinOneGrace() throws Exception {
    int agents = 6;
    List<Counter> stuck = new ArrayList<>();
    AgentHost host = AgentHost.at(system.redisUrl());
    for (int i = 0; i < agents; i++) {
      String id = "counter-" + i;
      system.allow("sender", id);
      Counter counter = new Counter(true);
      stuck.add(counter);
      host.start(AgentSettings.of(id), system.provision(id), counter)
          .started()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      sender.send(id, "count", null);
      assertThat(counter.begun.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    }

    long start = System.nanoTime();
    host.close(Duration.ofSeconds(1));
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(taken).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    stuck.forEach(counter -> counter.mayEnd.countDown());
    for (int i = 0; i < agents; i++) {
      assertThat(stuck.get(i).ended.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(counted("counter-" + i)).isEqualTo("0");
      Counter next = new Counter(false);
      system.run("counter-" + i, next);
      String id = "counter-" + i;
      await().until(() -> counted(id).equals("1"));
    }
  }
}
