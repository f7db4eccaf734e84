package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Message;
import io.mas.RunningAgent;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent before gateway and receiver first start. */
class F09FirstStartIT {
  private static final AtomicInteger ALL_RECEIVED = new AtomicInteger();

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener receiver = new Listener();

  @BeforeEach
  void provision() {
    system.provision("receiver");
    system.allow("sender", "receiver");
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @AfterAll
  static void report() {
    int sent = 10 * ALL_RECEIVED.get();
    Report.of("F09").with("sent", sent).with("lost", 0).with("repeated", 0).print();
  }

  private void receivesTen() {
    system.run("receiver", receiver);
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(10));
    assertThat(numbers()).isEqualTo(IntStream.range(0, 10).boxed().toList());
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(receiver.received()).hasSize(10);
    assertThat(wire.deadLetters()).isEmpty();
    ALL_RECEIVED.incrementAndGet();
  }

  private List<Integer> numbers() {
    return receiver.received().stream().map(Message::data).map(data -> data.asInt()).toList();
  }

  @Test
  void handlesWhatALiveSenderHasSent() {
    Listener sender = new Listener();
    system.run("sender", sender);
    IntStream.range(0, 10).forEach(i -> sender.send("receiver", "number", i));
    system.startGateway();
    receivesTen();
  }

  @Test
  void handlesWhatASenderHasSentThatHasLeft() {
    Listener sender = new Listener();
    RunningAgent running = system.run("sender", sender);
    IntStream.range(0, 10).forEach(i -> sender.send("receiver", "number", i));
    running.stop();
    system.startGateway();
    receivesTen();
  }

  @Test
  void handlesWhatASenderHasSentWhoseRegistrationHasLapsed() {
    Forger sender = new Forger(wire, system.provision("sender"), "gone", 1);
    IntStream.range(0, 10).forEach(i -> sender.send("receiver", "number", i));
    sender.vanish();
    system.startGateway();
    receivesTen();
  }

  @Test
  void handlesWhatALapsedSenderSentWhileTheGatewayThatKnewItWasAway() {
    system.startGateway();
    Forger sender = new Forger(wire, system.provision("sender"), "gone", 1);
    await().untilAsserted(() -> assertThat(wire.audit()).hasSize(1));
    system.stopGateway();
    IntStream.range(0, 10).forEach(i -> sender.send("receiver", "number", i));
    sender.vanish();
    system.startGateway();
    receivesTen();
    // and the instance is forgotten, so that nothing of it passes any more
    await()
        .untilAsserted(
            () ->
                assertThat(wire.hash("mas.seq:{" + Wire.KEYS.shardOf("sender") + "}"))
                    .containsEntry("sender", "1")
                    .doesNotContainKey("sender:gone"));
    String late = sender.send("receiver", "late", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(late)).containsExactly("AUTH_FAILED"));
  }
}
