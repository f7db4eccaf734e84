package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.mas.Decision;
import io.mas.On;
import io.mas.Rejection;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.Refusal;
import io.mas.testkit.TestSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What did not come through the gateway is not handled, and holds nothing up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxIT {
  private TestSystem system;
  private Wire wire;
  private final Listener sender = new Listener();
  private Map<String, byte[]> sealedForAnother;

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.allow("sender", "another", "inbox", "own", "large", "garbage");
    system.run("sender", sender);
    system.provision("another");
    sender.send("another", "sealed", Map.of("text", "for another"));
    String inbox = Wire.KEYS.inbox("another");
    await().untilAsserted(() -> assertThat(wire.entries(inbox)).hasSize(1));
    sealedForAnother = wire.entries(inbox).get(0).getBody();
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  private List<String> decisions(String agent) {
    return wire.deadLettersFrom(agent).stream().map(letter -> letter.get("decision")).toList();
  }

  private Map<String, byte[]> with(String field, byte[] value) {
    Map<String, byte[]> changed = new HashMap<>(sealedForAnother);
    changed.put(field, value);
    return changed;
  }

  private void handlesOnlyWhatIsSealed(String agent, Listener listener) {
    sender.send(agent, "proper", Map.of());
    await().untilAsserted(() -> assertThat(listener.types()).containsExactly("proper"));
    await()
        .untilAsserted(
            () ->
                assertThat(wire.entries(Wire.KEYS.inbox(agent)))
                    .extracting(StreamMessage::getId)
                    .isEmpty());
  }

  @Test
  void buriesWhatIsWrittenStraightIntoAnInbox() {
    Listener listener = new Listener();
    system.run("inbox", listener);
    String inbox = Wire.KEYS.inbox("inbox");
    wire.add(inbox, sealedForAnother);
    wire.add(inbox, with("g", new byte[0]));
    wire.add(inbox, with("g", new byte[16]));
    wire.add(inbox, Map.of("h", new byte[] {1}, "p", new byte[] {2}));
    wire.add(inbox, Map.of("nonsense", new byte[] {1}));
    wire.add(inbox, with("h", new byte[0]));
    handlesOnlyWhatIsSealed("inbox", listener);
    await()
        .untilAsserted(
            () ->
                assertThat(decisions("inbox"))
                    .containsExactlyInAnyOrder(
                        "UNSEALED",
                        "UNSEALED",
                        "UNSEALED",
                        "UNSEALED",
                        "UNDECODABLE",
                        "UNDECODABLE"));
  }

  @Test
  void buriesWhatIsWrittenStraightIntoAnInstancesStream() {
    Listener listener = new Listener();
    system.run("own", listener);
    String stream = Wire.KEYS.instanceStream("own", listener.instanceId());
    wire.add(stream, sealedForAnother);
    wire.add(stream, Map.of("nonsense", new byte[] {1}));
    handlesOnlyWhatIsSealed("own", listener);
    await()
        .untilAsserted(
            () ->
                assertThat(decisions("own")).containsExactlyInAnyOrder("UNSEALED", "UNDECODABLE"));
    await().untilAsserted(() -> assertThat(wire.entries(stream)).isEmpty());
  }

  @Test
  void buriesWhatIsTooLargeToBeCarriedWithoutItsBytes() {
    Listener listener = new Listener();
    system.run("large", listener);
    String inbox = Wire.KEYS.inbox("large");
    wire.add(inbox, with("p", new byte[3 * 1024 * 1024]));
    wire.add(inbox, with("h", new byte[3 * 1024 * 1024]));
    wire.add(inbox, Map.of("nonsense", new byte[3 * 1024 * 1024]));
    handlesOnlyWhatIsSealed("large", listener);
    await()
        .untilAsserted(
            () ->
                assertThat(decisions("large"))
                    .containsExactlyInAnyOrder("UNSEALED", "UNSEALED", "UNDECODABLE"));
  }

  @Test
  void goesOnAfterGarbageInAnOutbox() {
    Listener listener = new Listener();
    Listener garbler = new Listener();
    system.run("garbage", listener);
    system.run("garbler", garbler);
    system.allow("garbler", "garbage");
    String outbox = Wire.KEYS.outbox("garbler");
    wire.add(outbox, Map.of("h", new byte[] {1, 2, 3}, "p", new byte[0], "a", new byte[] {9}));
    wire.add(outbox, Map.of("nonsense", new byte[0]));
    wire.add(outbox, with("p", new byte[3 * 1024 * 1024]));
    garbler.send("garbage", "proper", Map.of());
    await().untilAsserted(() -> assertThat(listener.types()).containsExactly("proper"));
    await().untilAsserted(() -> assertThat(wire.entries(outbox)).isEmpty());
    assertThat(decisions("garbler"))
        .containsExactly("INVALID_MESSAGE", "INVALID_MESSAGE", "INVALID_MESSAGE");
  }

  static class Blocking extends Listener {
    final CountDownLatch go = new CountDownLatch(1);

    @On("block")
    void block() throws InterruptedException {
      go.await();
    }
  }

  @Test
  void handlesEntriesOfBothItsStreamsThatBearTheSameId() {
    Blocking agent = new Blocking();
    system.run("both", agent);
    system.allow("sender", "both");
    sender.send("both", "block", Map.of());
    String inbox = Wire.KEYS.inbox("both");
    await().untilAsserted(() -> assertThat(wire.entries(inbox)).hasSize(1));
    String stream = Wire.KEYS.instanceStream("both", agent.instanceId());
    wire.addAs(stream, wire.entries(inbox).get(0).getId(), rejection(agent.instanceId()));
    await()
        .untilAsserted(
            () -> assertThat(wire.redis().xpending(stream, "agents").getCount()).isEqualTo(1));
    agent.go.countDown();
    await().untilAsserted(() -> assertThat(agent.rejections()).hasSize(1));
    await().untilAsserted(() -> assertThat(wire.entries(stream)).isEmpty());
    assertThat(wire.entries(inbox)).isEmpty();
  }

  /** As the gateway would seal it. */
  private Map<String, byte[]> rejection(String instance) {
    UUID refused = UUID.randomUUID();
    byte[] payload =
        Refusal.write(
            new Rejection(
                refused.toString(), "x", "y", Decision.AUTHZ_DENIED, "no", null, List.of()));
    byte[] header =
        EnvelopeCodec.encode(
            new Envelope(
                Kind.REJECTION,
                UUID.randomUUID(),
                "mas",
                "gw",
                "both",
                instance,
                "y",
                0,
                1,
                refused,
                0,
                null,
                Map.of()));
    DeliveryKey key = new DeliveryKey(system.provision("both").keys().delivery());
    byte[] seal = key.seal(header, Digests.sha256(payload), new byte[0]);
    return Map.of("h", header, "p", payload, "g", seal);
  }
}
