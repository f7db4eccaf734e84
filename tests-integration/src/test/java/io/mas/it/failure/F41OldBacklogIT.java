package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backlog older than clocks may differ is decided on the time at which it entered the outbox. */
class F41OldBacklogIT {
  private static final long AGE = Duration.ofHours(2).toMillis();
  private static final long DRIFT = Duration.ofMinutes(5).toMillis();

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener receiver = new Listener();

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void passesHoweverLongNoGatewayWasThereAndNotWhatWasSignedLongBeforeItEntered() {
    system.allow("sender", "receiver");
    system.run("receiver", receiver);
    Forger past = new Forger(wire, system.provision("sender"), "i1", 1, AGE);
    past.send("receiver", "old", Map.of());
    String early = past.sendAsOf(past.now() - DRIFT - 10_000, "receiver", "early", Map.of());
    String late = past.sendAsOf(past.now() + DRIFT + 10_000, "receiver", "late", Map.of());
    past.sendAsOf(past.now() - DRIFT + 30_000, "receiver", "within", Map.of());
    system.startGateway();

    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("old", "within"));
    assertThat(wire.decisions(early)).hasSize(1).doesNotContain("ALLOWED");
    assertThat(wire.decisions(late)).hasSize(1).doesNotContain("ALLOWED");
  }
}
