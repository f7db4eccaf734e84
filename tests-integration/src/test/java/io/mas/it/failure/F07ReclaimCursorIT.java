package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.mas.AgentSettings;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Entries that a dead instance has held lie behind many more that a live one holds, or that are
 * parked: so many that one look at those that are held does not reach past them.
 */
class F07ReclaimCursorIT {
  private static final int HELD = 1_500;
  private static final int PARKED = 10_000;
  private static final int FREE = 50;
  private static final Duration TWO_LEASES = Duration.ofSeconds(4);
  private static final long LONG_AGO = 3_600_000;

  @Test
  void findsWhatIsFreeBehindWhatIsHeld() {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      String inbox = Wire.KEYS.inbox("receiver");
      Listener sender = new Listener();
      Listener receiver = new Listener();
      system.provision("receiver");
      system.allow("sender", "receiver");
      system.run("sender", sender);
      for (int i = 0; i < HELD + FREE; i++) {
        sender.send("receiver", "number", i);
      }
      await().untilAsserted(() -> assertThat(wire.entries(inbox)).hasSize(HELD + FREE));
      List<String> ids = heldBy("another", wire, inbox);
      system.run(AgentSettings.of("receiver").withInstances(2), receiver);
      long start = System.nanoTime();
      claim("another", wire, inbox, ids.subList(HELD, HELD + FREE), LONG_AGO);
      await()
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofMillis(100))
          .untilAsserted(
              () -> {
                claim("another", wire, inbox, ids.subList(0, HELD), 0); // the live one renews
                assertThat(receiver.received()).hasSize(FREE);
              });
      long recovered = (System.nanoTime() - start) / 1_000_000;
      assertThat(receiver.received())
          .extracting(each -> each.data().asInt())
          .allMatch(number -> number >= HELD);
      Report.of("F07")
          .with("held", HELD)
          .with("free", FREE)
          .with("lost", FREE - receiver.received().size())
          .with("repeated", 0)
          .with("recovered_ms", recovered)
          .print();
    }
  }

  @Test
  void findsWhatIsFreeBehindWhatIsParked() {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      String inbox = Wire.KEYS.inbox("receiver");
      Listener sender = new Listener();
      Listener receiver = new Listener();
      system.provision("receiver");
      system.allow("sender", "receiver");
      system.run("sender", sender);
      for (int i = 0; i < PARKED; i++) {
        wire.add(inbox, Map.of("h", new byte[] {1})); // nobody reads what is parked
      }
      for (int i = 0; i < FREE; i++) {
        sender.send("receiver", "number", i);
      }
      await().untilAsserted(() -> assertThat(wire.entries(inbox)).hasSize(PARKED + FREE));
      List<String> ids = heldBy("another", wire, inbox);
      claim("@parked", wire, inbox, ids.subList(0, PARKED), LONG_AGO);
      system.run(
          AgentSettings.of("receiver").withInstances(2).withLease(Duration.ofSeconds(2)), receiver);
      long start = System.nanoTime();
      claim("another", wire, inbox, ids.subList(PARKED, PARKED + FREE), LONG_AGO);
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(TWO_LEASES)
          .untilAsserted(() -> assertThat(receiver.received()).hasSize(FREE));
      long recovered = (System.nanoTime() - start) / 1_000_000;
      assertThat(receiver.received())
          .extracting(each -> each.data().asInt())
          .doesNotHaveDuplicates();
      assertThat(wire.entries(inbox))
          .extracting(StreamMessage::getId)
          .containsAll(ids.subList(0, PARKED));
      Report.of("F07")
          .with("parked", PARKED)
          .with("free", FREE)
          .with("lost", 0)
          .with("repeated", 0)
          .with("recovered_ms", recovered)
          .print();
    }
  }

  @SuppressWarnings("unchecked") // an array of one stream's offset
  private static List<String> heldBy(String consumer, Wire wire, String inbox) {
    wire.redis()
        .xgroupCreate(StreamOffset.from(inbox, "0"), "agents", XGroupCreateArgs.Builder.mkstream());
    return wire
        .redis()
        .xreadgroup(
            Consumer.from("agents", consumer),
            XReadArgs.Builder.count(PARKED + FREE),
            StreamOffset.lastConsumed(inbox))
        .stream()
        .map(StreamMessage::getId)
        .toList();
  }

  private static void claim(String consumer, Wire wire, String inbox, List<String> ids, long idle) {
    wire.redis()
        .xclaim(
            inbox,
            Consumer.from("agents", consumer),
            new XClaimArgs().justid().idle(idle),
            ids.toArray(String[]::new));
  }
}
