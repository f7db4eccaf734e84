package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Decision;
import io.mas.RequestTimeoutException;
import io.mas.gateway.letters.DeadLetterBox;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody wants any more is not delivered. */
class ExpiredIT {
  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener asker = new Listener();
  private final Listener asked = new Listener();

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void isRefusedWithNewsOfItAndHandledIfItIsReplayed() {
    system.allow("asker", "asked");
    system.run("asker", asker);
    system.run("asked", asked);
    assertThatThrownBy(() -> asker.request("asked", "question", Map.of(), Duration.ofMillis(200)))
        .isInstanceOf(RequestTimeoutException.class);
    system.startGateway();
    await().untilAsserted(() -> assertThat(asker.rejections()).hasSize(1));
    assertThat(asker.rejections().get(0).decision()).isEqualTo(Decision.EXPIRED);
    String id = asker.rejections().get(0).messageId();
    assertThat(wire.decisions(id)).containsExactly("EXPIRED");
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(asked.received()).isEmpty();

    try (DeadLetterBox box = DeadLetterBox.at(system.redisUrl())) {
      box.newestFirst().forEachRemaining(box::replay);
    }
    await().untilAsserted(() -> assertThat(asked.received()).hasSize(1));
    assertThat(asked.received().get(0).id()).isEqualTo(id);
    assertThat(wire.decisions(id)).containsExactly("EXPIRED", "ALLOWED");
  }
}
