package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.gateway.letters.HeldMessages;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.internal.redis.Keys;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held, approved and denied ends once, wherever a gateway halts at its commits. */
class ApprovalCrashIT {
  /** As a killed process. */
  private static final int HALTED = 137;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();
  private TestSystem system;
  private Wire wire;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.rule(
        new PolicyRule.Allow("sender", List.of("receiver"), Origin.CODE)
            .under(new Terms(List.of(), false, Duration.ofHours(1))));
    system.run("sender", sender);
    system.run("receiver", receiver);
    system.stopGateway();
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private void haltAt(CrashPoint point) throws Exception {
    try (GatewayProcess victim = GatewayProcess.launch(system.redisUrl(), point.property())) {
      assertThat(victim.process().awaitExit()).as("%s", point).isEqualTo(HALTED);
    }
  }

  @ParameterizedTest
  @CsvSource({"before, 1", "after, 1", "before, 2", "after, 2"})
  void endsOnce(String when, int count) throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sent.add(sender.send("receiver", "pay", i));
    }
    haltAt(new CrashPoint("mas_commit", when, 1));
    system.startGateway();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> sent.forEach(id -> assertThat(wire.decisions(id)).containsExactly("HELD")));
    system.stopGateway();
    try (HeldMessages held = HeldMessages.at(system.redisUrl())) {
      List<Letter> waiting = new ArrayList<>();
      held.oldestFirst().forEachRemaining(waiting::add);
      assertThat(waiting).extracting(Letter::message).containsExactlyElementsOf(sent);
      held.approve(waiting.get(0), "ana");
      held.deny(waiting.get(1), "denied by ana");
    }
    haltAt(new CrashPoint("mas_commit", when, count));
    system.startGateway();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(wire.decisions(sent.get(0))).containsExactly("HELD", "ALLOWED");
              assertThat(wire.decisions(sent.get(1))).containsExactly("HELD", "AUTHZ_DENIED");
              assertThat(receiver.received()).hasSize(1);
              assertThat(sender.rejections()).hasSize(1);
            });
    assertThat(wire.decisions(sent.get(2))).containsExactly("HELD");
    assertThat(receiver.received().get(0).id()).isEqualTo(sent.get(0));
    assertThat(sender.rejections().get(0).messageId()).isEqualTo(sent.get(1));
    assertThat(wire.deadLetters()).hasSize(1);
    try (HeldMessages held = HeldMessages.at(system.redisUrl())) {
      List<String> left = new ArrayList<>();
      held.oldestFirst().forEachRemaining(each -> left.add(each.message()));
      assertThat(left).containsExactly(sent.get(2));
    }
    assertThat(wire.hash(Keys.released(Wire.KEYS.shardOf("sender")))).isEmpty();
  }
}
