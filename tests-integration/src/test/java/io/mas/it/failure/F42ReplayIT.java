package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.StreamMessage;
import io.mas.RunningAgent;
import io.mas.gateway.GatewayRules;
import io.mas.it.support.Listener;
import io.mas.it.support.Owners;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What was captured and is written again is refused: on any gateway, after any restart, for ever.
 */
class F42ReplayIT {
  private static final long IN_A_YEAR =
      System.currentTimeMillis() + Duration.ofDays(365).toMillis();

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();
  private final String outbox = Wire.KEYS.outbox("sender");

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private void replay(Map<String, byte[]> captured, int audited, String decision) {
    replayed(wire.add(outbox, captured), audited, decision);
  }

  private void replayed(String entry, int audited, String decision) {
    wire.ring("sender");
    await().untilAsserted(() -> assertThat(wire.audit()).hasSizeGreaterThanOrEqualTo(audited));
    assertThat(wire.audit())
        .filteredOn(found -> found.path("entry").asText().equals(entry))
        .singleElement()
        .satisfies(found -> assertThat(found.path("decision").asText()).isEqualTo(decision));
  }

  @Test
  void refusesACapturedEntryAlsoAfterARestartAndAfterTheSenderHasGone() {
    system.allow("sender", "receiver");
    RunningAgent running = system.run("sender", sender);
    system.run("receiver", receiver);
    String first = sender.send("receiver", "first", Map.of());
    String last = sender.send("receiver", "last", Map.of());
    List<StreamMessage<String, byte[]>> captured = wire.entries(outbox);
    assertThat(captured).hasSize(3);
    system.startGateway();
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("first", "last"));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    int audited = wire.audit().size();

    for (StreamMessage<String, byte[]> entry : captured) {
      replay(entry.getBody(), ++audited, "REPLAYED");
    }
    system.stopGateway();
    system.startGateway();
    for (StreamMessage<String, byte[]> entry : captured) {
      replay(entry.getBody(), ++audited, "REPLAYED");
    }
    running.stop();
    await()
        .untilAsserted(
            () ->
                assertThat(wire.audit().stream().map(r -> r.path("kind").asText()))
                    .contains("LEAVE"));
    audited = wire.audit().size();
    replay(captured.get(0).getBody(), ++audited, "REPLAYED");
    // nothing is kept of an instance that is gone but the floor of its agent
    replay(captured.get(1).getBody(), ++audited, "REPLAYED");
    replay(captured.get(2).getBody(), ++audited, "REPLAYED");
    system.stopGateway();
    system.startGateway();
    replay(captured.get(1).getBody(), ++audited, "REPLAYED");

    // another instance of the agent is there meanwhile, and a year has passed
    int registrations = wire.audit().size();
    Listener other = new Listener();
    system.run("sender", other);
    await().until(() -> wire.audit().size() > registrations);
    audited = wire.audit().size();
    for (int i = 0; i < captured.size(); i++) {
      String entry = wire.addAs(outbox, IN_A_YEAR + "-" + i, captured.get(i).getBody());
      replayed(entry, ++audited, "REPLAYED");
    }

    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(receiver.types()).containsExactly("first", "last");
    assertThat(wire.decisions(first)).containsOnlyOnce("ALLOWED");
    assertThat(wire.decisions(last)).containsOnlyOnce("ALLOWED");
    assertThat(sender.rejections()).isEmpty();
  }

  @Test
  void refusesACapturedEntryAtWhicheverGatewayOwnsTheShardByThen() {
    system.allow("sender", "receiver");
    system.run("sender", sender);
    system.run("receiver", receiver);
    sender.send("receiver", "first", Map.of());
    sender.send("receiver", "last", Map.of());
    List<StreamMessage<String, byte[]>> captured = wire.entries(outbox);
    int replays = 0;
    try (Owners gateways =
        Owners.start(system.redisUrl(), wire, 2, GatewayRules.defaults(), List.of("sender"))) {
      await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("first", "last"));
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      for (int place : new int[] {1, 0, 1}) {
        gateways.give("sender", place);
        for (StreamMessage<String, byte[]> entry : captured) {
          String again = wire.add(outbox, entry.getBody());
          wire.ring("sender");
          await().untilAsserted(() -> assertThat(of(again)).hasSize(1));
          JsonNode decided = of(again).get(0);
          assertThat(decided.path("decision").asText()).isEqualTo("REPLAYED");
          assertThat(decided.path("gateway").asText()).isEqualTo(gateways.get(place).id());
          replays++;
        }
      }
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    }
    assertThat(receiver.types()).containsExactly("first", "last");
    assertThat(sender.rejections()).isEmpty();
    Report.of("F42").with("replayed", replays).with("gateways", 2).with("passed", 0).print();
  }

  /** The records of one entry. */
  private List<JsonNode> of(String entry) {
    return wire.audit().stream()
        .filter(found -> found.path("entry").asText().equals(entry))
        .toList();
  }
}
