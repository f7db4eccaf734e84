package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.gateway.Provisioning;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent is removed, and another one is made that has its name. */
class SuccessorIT {
  private final TestSystem system = TestSystem.start().allow("sender", "receiver");
  private final Wire wire = Wire.to(system.redisUrl());
  private final Provisioning provisioning = Provisioning.at(system.redisUrl(), true);
  private final AgentHost host = AgentHost.at(system.redisUrl());
  private final Listener receiver = new Listener();
  private final String outbox = Wire.KEYS.outbox("sender");

  @AfterEach
  void stop() {
    host.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  private String decisionOf(String entry) {
    await()
        .until(() -> wire.audit().stream().anyMatch(it -> it.path("entry").asText().equals(entry)));
    return wire.audit().stream()
        .filter(found -> found.path("entry").asText().equals(entry))
        .map(found -> found.path("decision").asText())
        .findFirst()
        .orElseThrow();
  }

  private String number() {
    return wire.hash(Wire.KEYS.sequence("sender")).get("n");
  }

  @Test
  void theNumbersOfItsInstancesGoOnAndNothingOfTheOneBeforePasses() {
    system.run("receiver", receiver);
    AgentCredentials former = provisioning.provision("sender");
    Forger before = new Forger(wire, former, "before", 7);
    String sent = before.send("receiver", "before", Map.of());
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("before"));
    await().untilAsserted(() -> assertThat(wire.decisions(sent)).containsExactly("ALLOWED"));
    await().until(() -> wire.unsettled().isEmpty());
    // the stream keeps what was settled away from readers; a thief has it all the same
    Map<String, byte[]> captured = capturedBy(new Forger(wire, former, "captured", 8));
    await().untilAsserted(() -> assertThat(receiver.types()).hasSize(2));

    provisioning.remove("sender", true);
    assertThat(number()).isNull();
    AgentCredentials fresh = provisioning.provision("sender");
    assertThat(number()).isEqualTo("8");
    Listener after = new Listener();
    host.start(AgentSettings.of("sender"), fresh, after).started().toCompletableFuture().join();
    assertThat(number()).isEqualTo("9");
    after.send("receiver", "after", Map.of());
    await()
        .untilAsserted(
            () -> assertThat(receiver.types()).containsExactly("before", "captured", "after"));

    String replayed = wire.add(outbox, captured);
    wire.ring("sender");
    assertThat(decisionOf(replayed)).isEqualTo("SIGNATURE_INVALID");
    // nor one whose key is good, under a number that the one before has had
    Forger late = new Forger(wire, fresh, "late", 8);
    String refused = late.send("receiver", "late", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(refused)).hasSize(1));
    assertThat(wire.decisions(refused)).doesNotContain("ALLOWED");
    assertThat(receiver.types()).containsExactly("before", "captured", "after");
  }

  private Map<String, byte[]> capturedBy(Forger forger) {
    system.stopGateway();
    forger.send("receiver", "captured", Map.of());
    List<StreamMessage<String, byte[]>> waiting = wire.entries(outbox);
    system.startGateway();
    return waiting.get(waiting.size() - 1).getBody();
  }

  @Test
  void itsKeysComeBackFromABackupAndItsMessagesAreReplayed() {
    system.run("receiver", receiver);
    AgentCredentials former = provisioning.provision("sender");
    Map<String, byte[]> captured = capturedBy(new Forger(wire, former, "captured", 3));
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("captured"));
    String directory = Keys.agentKeys(Wire.KEYS.shardOf("sender"));
    byte[] backup = wire.redis().hget(directory, "sender");
    provisioning.remove("sender", true);
    provisioning.provision("sender");
    wire.redis().hset(directory, "sender", backup);
    wire.redis().hincrby(directory, "@version", 1);
    String replayed = wire.add(outbox, captured);
    wire.ring("sender");
    assertThat(decisionOf(replayed)).isEqualTo("REPLAYED");
    assertThat(receiver.types()).containsExactly("captured");
  }
}
