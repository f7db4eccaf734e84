package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.sample.TestAgent;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must be looked up before a batch can be decided. */
class ReadingTest {
  private final Desk desk = new Desk();

  private static OutboxReader.Reading reading(String sender, Entry... entries) {
    List<Intake> read = Arrays.stream(entries).map(entry -> Intake.of(sender, entry)).toList();
    return new OutboxReader.Reading(Map.of(sender, read), Set.of());
  }

  private Set<Integer> unknown(OutboxReader.Reading reading) {
    return reading.unknownShards(desk.directory(), desk.keys);
  }

  @Test
  void knownPartiesNeedNoLook() {
    assertThat(unknown(reading("a", desk.a.send("b").at(id(0))))).isEmpty();
  }

  @Test
  void aTargetThatIsNotKnownIsLookedUpOnItsShard() {
    assertThat(unknown(reading("a", desk.a.send("nobody").at(id(0)))))
        .containsExactly(desk.keys.shardOf("nobody"));
  }

  /** One that was provisioned a moment ago registers at once. */
  @Test
  void aSenderThatIsNotKnownIsLookedUpOnItsShard() {
    TestAgent fresh = TestAgent.named("fresh");
    assertThat(unknown(reading("fresh", fresh.register(1).at(id(0)))))
        .containsExactly(desk.keys.shardOf("fresh"));
  }

  @Test
  void theGatewayIsNotLookedUpAndGarbageNeither() {
    Entry garbage = new Entry("outbox", id(1), Map.of());
    assertThat(unknown(reading("a", desk.a.register(2).at(id(0)), garbage))).isEmpty();
  }

  @Test
  void onlyARequestAsksTheGateway() {
    Entry request = desk.a.message(Kind.REQUEST, Names.SYSTEM_AGENT).at(id(1));
    assertThat(reading("a", desk.a.register(2).at(id(0)), request).asksGateway()).isTrue();
    assertThat(reading("a", desk.a.register(2).at(id(0))).asksGateway()).isFalse();
    assertThat(reading("a", desk.a.message(Kind.REQUEST, "b").at(id(0))).asksGateway()).isFalse();
  }
}
