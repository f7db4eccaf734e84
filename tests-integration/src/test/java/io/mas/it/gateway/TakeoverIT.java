package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Agent;
import io.mas.On;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the gateway that owns the shards, nothing is lost or repeated. */
@SuppressWarnings("try") // a gateway or service need only be there, and may end early
class TakeoverIT {
  static class Counting extends Agent<Void> {
    final List<Integer> numbers = new CopyOnWriteArrayList<>();

    @On("number")
    void number(Integer number) {
      numbers.add(number);
    }
  }

  /** Sends numbers until it is told to end, never more than some ahead of the receiver. */
  private final class Traffic {
    final Listener sender = new Listener();
    final Counting receiver = new Counting();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicBoolean ends = new AtomicBoolean();
    final Thread thread;

    Traffic(String name) {
      system.allow(name + "-from", name + "-to");
      system.run(name + "-from", sender);
      system.run(name + "-to", receiver);
      thread =
          new Thread(
              () -> {
                while (!ends.get()) {
                  if (sent.get() - receiver.numbers.size() < 300) {
                    sender.send(name + "-to", "number", sent.getAndIncrement());
                  } else {
                    Thread.onSpinWait();
                  }
                }
              });
    }

    void passes(int more) {
      int goal = receiver.numbers.size() + more;
      await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(receiver.numbers.size()).isGreaterThan(goal));
    }

    void end() throws InterruptedException {
      ends.set(true);
      thread.join();
    }

    void allArrivedOnceAndInOrder() {
      await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(
              () -> assertThat(receiver.numbers.size()).isGreaterThanOrEqualTo(sent.get()));
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < sent.get(); i++) {
        expected.add(i);
      }
      assertThat(receiver.numbers.equals(expected)).as(() -> difference(receiver.numbers)).isTrue();
    }
  }

  /** The first places where it did not go on with the next number. */
  private static String difference(List<Integer> numbers) {
    List<String> jumps = new ArrayList<>();
    for (int i = 1; i < numbers.size() && jumps.size() < 10; i++) {
      if (numbers.get(i) != numbers.get(i - 1) + 1) {
        jumps.add(numbers.get(i - 1) + " then " + numbers.get(i));
      }
    }
    return numbers.size() + " numbers, of them " + jumps;
  }

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final List<Traffic> traffic = new ArrayList<>();

  @BeforeEach
  void prepare() {
    for (int i = 0; i < 2; i++) {
      traffic.add(new Traffic("t" + i));
    }
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private void start() {
    traffic.forEach(each -> each.thread.start());
    traffic.forEach(each -> each.passes(100));
  }

  private Gateway another() {
    return Gateway.start(GatewaySettings.of(system.redisUrl()));
  }

  private void allIsWell() throws InterruptedException {
    for (Traffic each : traffic) {
      each.end();
    }
    traffic.forEach(Traffic::allArrivedOnceAndInOrder);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    traffic.forEach(Traffic::allArrivedOnceAndInOrder);
    assertThat(wire.deadLetters()).isEmpty();
    Map<String, Integer> records = new TreeMap<>();
    for (JsonNode found : wire.audit()) {
      records.merge(found.path("id").asText(), 1, Integer::sum);
    }
    assertThat(records.values()).containsOnly(1);
    int sent = traffic.stream().mapToInt(each -> each.sent.get()).sum();
    assertThat(records).hasSize(sent + 2 * traffic.size());
  }

  @Test
  void whenItIsClosedUnderTraffic() throws Exception {
    system.startGateway();
    try (Gateway other = another()) {
      start();
      system.stopGateway();
      traffic.forEach(each -> each.passes(200));
      system.startGateway();
      other.close();
      traffic.forEach(each -> each.passes(200));
      allIsWell();
    }
  }

  @Test
  void whenItIsKilledUnderTraffic() throws Exception {
    try (GatewayProcess owner = GatewayProcess.start(system.redisUrl())) {
      start();
      system.startGateway();
      owner.kill();
      traffic.forEach(each -> each.passes(200));
      allIsWell();
    }
  }

  @Test
  void whenItIsPausedUnderTrafficAndWakes() throws Exception {
    try (GatewayProcess owner = GatewayProcess.start(system.redisUrl())) {
      start();
      system.startGateway();
      for (int round = 0; round < 2; round++) {
        owner.pause();
        traffic.forEach(each -> each.passes(400));
        owner.resume();
        traffic.forEach(each -> each.passes(400));
        assertThat(owner.isAlive()).isTrue();
        // the woken one takes the shards over in turn
        system.stopGateway();
        traffic.forEach(each -> each.passes(200));
        system.startGateway();
      }
      allIsWell();
    }
  }

  @Test
  void whenItsConnectionsAreClosedAgainAndAgain() throws Exception {
    system.startGateway();
    try (Gateway other = another()) {
      start();
      for (int round = 0; round < 5; round++) {
        wire.redis().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme(true));
        traffic.forEach(each -> each.passes(100));
      }
      allIsWell();
    }
  }
}
