package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that spoils keys of its own harms itself alone, also among agents of its shard. */
class F32SpoiledKeysIT {
  private static final byte[] TEXT = "spoiled".getBytes(StandardCharsets.UTF_8);

  /** Messages of others that came through once, in order and at once. */
  private static final AtomicInteger WENT_ON = new AtomicInteger();

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final List<String> ids = ofOneShard(4);
  private final String sender = ids.get(0);
  private final String receiver = ids.get(1);
  private final String spoiler = ids.get(2);
  private final String victim = ids.get(3);
  private final Listener good = new Listener();
  private final Listener target = new Listener();

  private static List<String> ofOneShard(int count) {
    List<String> found = new ArrayList<>();
    for (int i = 0; found.size() < count; i++) {
      if (Wire.KEYS.shardOf("agent" + i) == 3) {
        found.add("agent" + i);
      }
    }
    return found;
  }

  @BeforeEach
  void start() {
    system.allow(sender, receiver, spoiler, victim).allow(spoiler, receiver, spoiler);
    system.run(sender, good);
    system.run(receiver, target);
    system.provision(victim);
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @AfterAll
  static void report() {
    Report.of("F32").with("sent", WENT_ON.get()).with("lost", 0).with("repeated", 0).print();
  }

  private void spoil(String key) {
    wire.redis().del(key);
    wire.redis().set(key, TEXT);
  }

  private void othersGoOn() {
    target.received().clear();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(good.send(receiver, "message" + i, i));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(target.received())
                    .filteredOn(message -> message.senderId().equals(sender))
                    .extracting(message -> message.id())
                    .containsExactlyElementsOf(sent));
    for (String id : sent) {
      assertThat(wire.decisions(id)).containsExactly("ALLOWED");
    }
    WENT_ON.addAndGet(sent.size());
  }

  @Test
  void ofItsInbox() {
    system.startGateway();
    system.provision(spoiler);
    spoil(Wire.KEYS.inbox(spoiler));
    String lost = good.send(spoiler, "cannot.be.appended", Map.of());
    String behind = good.send(victim, "behind", Map.of());
    othersGoOn();
    assertThat(wire.decisions(lost)).containsExactly("ALLOWED");
    await()
        .untilAsserted(
            () ->
                assertThat(wire.deadLetters())
                    .singleElement()
                    .satisfies(
                        letter -> assertThat(letter).containsEntry("decision", "NO_INSTANCE")));
    assertThat(wire.entries(Wire.KEYS.inbox(victim))).hasSize(1);
    assertThat(wire.decisions(behind)).containsExactly("ALLOWED");
    assertThat(wire.deadLetters().get(0)).containsEntry("id", lost).containsEntry("sender", sender);
  }

  @Test
  void ofItsInboxDrivenToTheLastId() {
    system.startGateway();
    system.provision(spoiler);
    String inbox = Wire.KEYS.inbox(spoiler);
    wire.addAs(inbox, "18446744073709551615-18446744073709551615", Map.of("x", TEXT));
    good.send(spoiler, "cannot.be.appended", Map.of());
    othersGoOn();
    await().untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(1));
    assertThat(wire.deadLetters().get(0)).containsEntry("decision", "NO_INSTANCE");
  }

  @Test
  void ofItsInstancesStream() {
    system.startGateway();
    Forger forger = new Forger(wire, system.provision(spoiler), "s1", 1);
    spoil(Wire.KEYS.instanceStream(spoiler, "s1"));
    String refused = forger.send(victim, "forbidden", Map.of());
    String passes = forger.send(receiver, "allowed", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    assertThat(wire.decisions(refused)).containsExactly("AUTHZ_DENIED");
    othersGoOn();
  }

  @Test
  void ofItsNumbers() {
    system.startGateway();
    Forger forger = new Forger(wire, system.provision(spoiler), "s1", 1);
    spoil(Wire.KEYS.sequence(spoiler));
    String passes = forger.send(receiver, "allowed", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    othersGoOn();
  }

  @Test
  void ofItsOutbox() {
    system.startGateway();
    Forger forger = new Forger(wire, system.provision(spoiler), "s1", 1);
    String passes = forger.send(receiver, "allowed", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    spoil(Wire.KEYS.outbox(spoiler));
    wire.ring(spoiler);
    othersGoOn();
    system.stopGateway();
    system.startGateway();
    othersGoOn();
  }

  @Test
  void ofItsOutboxDrivenToTheLastId() {
    system.startGateway();
    Forger forger = new Forger(wire, system.provision(spoiler), "s1", 1);
    String passes = forger.send(receiver, "allowed", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    String outbox = Wire.KEYS.outbox(spoiler);
    wire.addAs(outbox, "18446744073709551615-18446744073709551615", Map.of("x", TEXT));
    wire.ring(spoiler);
    await().untilAsserted(() -> assertThat(wire.deadLettersFrom(spoiler)).hasSize(1));
    othersGoOn();
    system.stopGateway();
    system.startGateway();
    othersGoOn();
    assertThat(wire.deadLettersFrom(spoiler)).hasSize(1);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Test
  void ofItsOutboxWhileSomethingOfItIsDue() {
    system.provision(spoiler);
    spoil(Wire.KEYS.outbox(spoiler));
    // what a gateway leaves behind that dies between commit and delivery
    wire.redis().hset("mas.due:{3}", spoiler + ":1-1", new byte[32]);
    system.startGateway();
    othersGoOn();
    assertThat(wire.deadLettersFrom(spoiler)).hasSize(1);
    assertThat(wire.audit())
        .filteredOn(found -> found.path("entry").asText().equals("1-1"))
        .singleElement()
        .satisfies(found -> assertThat(found.path("decision").asText()).isEqualTo("CHECK_FAILED"));
    assertThat(wire.redis().exists("mas.due:{3}")).isZero();
  }

  @Test
  void ofItsOutboxFromWhichItRemovesWhatIsDue() {
    system.provision(spoiler);
    wire.redis().hset("mas.due:{3}", spoiler + ":1-1", new byte[32]);
    wire.redis().hset("mas.due:{3}", spoiler + ":1-2", new byte[32]);
    wire.redis().hset("mas.cursor:{3}", spoiler, "1-2".getBytes(StandardCharsets.UTF_8));
    wire.addAs(Wire.KEYS.outbox(spoiler), "1-2", Map.of("x", TEXT));
    system.startGateway();
    othersGoOn();
    assertThat(wire.deadLettersFrom(spoiler)).hasSize(2);
    assertThat(wire.entries(Wire.KEYS.outbox(spoiler))).isEmpty();
    assertThat(wire.redis().exists("mas.due:{3}")).isZero();
  }

  @Test
  void ofItsRecord() {
    system.startGateway();
    Forger forger = new Forger(wire, system.provision(spoiler), "s1", 1);
    String passes = forger.send(receiver, "allowed", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    spoil(Wire.KEYS.instance(spoiler, "s1"));
    othersGoOn();
  }
}
