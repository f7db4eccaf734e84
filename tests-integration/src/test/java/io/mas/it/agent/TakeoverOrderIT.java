package io.mas.it.agent;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one dead instance has held does not lapse all at once. */
class TakeoverOrderIT {
  private static final int MESSAGES = 200;
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final long LONG_AGO = 3_600_000;

  @Test
  void waitsWithWhatHasLapsedForWhatIsOlderAndHasNot() {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      Listener sender = new Listener();
      Listener receiver = new Listener();
      system.provision("receiver");
      system.allow("sender", "receiver");
      system.run("sender", sender);
      for (int i = 0; i < MESSAGES; i++) {
        sender.send("receiver", "number", i);
      }
      List<String> ids = heldByADeadOne(wire);
      // it had renewed all but the newest: they had come while it looked at what it held
      claim(wire, ids.subList(MESSAGES - 2, MESSAGES), LONG_AGO);
      claim(wire, ids.subList(0, MESSAGES - 2), 0);
      system.run(AgentSettings.of("receiver").withLease(LEASE), receiver);
      await()
          .atMost(LEASE.multipliedBy(5))
          .untilAsserted(() -> assertThat(receiver.received()).hasSize(MESSAGES));
      assertThat(receiver.received())
          .extracting(each -> each.data().asInt())
          .isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }
  }

  @SuppressWarnings("unchecked") // an array of one stream's offset
  private static List<String> heldByADeadOne(Wire wire) {
    String inbox = Wire.KEYS.inbox("receiver");
    await().untilAsserted(() -> assertThat(wire.entries(inbox)).hasSize(MESSAGES));
    wire.redis()
        .xgroupCreate(StreamOffset.from(inbox, "0"), "agents", XGroupCreateArgs.Builder.mkstream());
    return wire
        .redis()
        .xreadgroup(
            Consumer.from("agents", "dead"),
            XReadArgs.Builder.count(MESSAGES),
            StreamOffset.lastConsumed(inbox))
        .stream()
        .map(StreamMessage::getId)
        .toList();
  }

  private static void claim(Wire wire, List<String> ids, long idle) {
    wire.redis()
        .xclaim(
            Wire.KEYS.inbox("receiver"),
            Consumer.from("agents", "dead"),
            new XClaimArgs().justid().idle(idle),
            ids.toArray(String[]::new));
  }
}
