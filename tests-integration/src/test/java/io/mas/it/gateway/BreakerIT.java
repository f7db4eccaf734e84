package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Decision;
import io.mas.Message;
import io.mas.MessageRejectedException;
import io.mas.On;
import io.mas.RequestTimeoutException;
import io.mas.TerminalException;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Circuit breakers through a real gateway, fed by what handlers do. */
class BreakerIT {
  private static final BreakerRule RULE =
      BreakerRule.defaults().withThresholds(3, 2).withTimeout(Duration.ofSeconds(2));

  /** Does as its message says, and as it is told. */
  static class Target extends Agent<Void> {
    volatile boolean broken;
    final CountDownLatch mayGoOn = new CountDownLatch(1);

    @On(value = "work", reply = "done")
    int work(int number) {
      if (broken) {
        throw new TerminalException("broken");
      }
      return number;
    }

    @On(value = "flaky", reply = "done")
    int flaky(Message message) {
      if (message.attempt() == 1) {
        throw new IllegalStateException("the first attempt");
      }
      return 1;
    }

    @On(value = "slow", reply = "done")
    int slow(int number) throws InterruptedException {
      assertThat(mayGoOn.await(60, TimeUnit.SECONDS)).isTrue();
      return number;
    }
  }

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener sender = new Listener();
  private final Target target = new Target();
  private Gateway gateway;

  @AfterEach
  void stop() {
    target.mayGoOn.countDown();
    gateway.close();
    wire.close();
    system.close();
  }

  private void start(BreakerRule rule) {
    system.allow("sender", "target");
    gateway =
        Gateway.start(
            GatewaySettings.of(system.redisUrl())
                .with(GatewayRules.defaults().withBreakers(Breakers.ofEach(rule))));
    system.run(new AgentSettings("target", 8, 5, List.of(), Map.of()), target);
    system.run("sender", sender);
  }

  private Map<String, String> kept() {
    return wire.hash(Keys.breakers(Wire.KEYS.shardOf("target")));
  }

  private String circuit() {
    return kept().getOrDefault("target", "");
  }

  private long reports() {
    return wire.audit().stream().filter(r -> r.path("kind").asText().equals("REPORT")).count();
  }

  /** All gateways know of it within a quarter of a second. */
  private MessageRejectedException awaitRefusal() {
    AtomicReference<MessageRejectedException> refused = new AtomicReference<>();
    await()
        .until(
            () -> {
              try {
                sender.request("target", "work", 1, Duration.ofSeconds(1));
                return false;
              } catch (MessageRejectedException e) {
                refused.set(e);
                return e.decision() == Decision.CIRCUIT_OPEN;
              } catch (RequestTimeoutException e) {
                return false;
              }
            });
    return refused.get();
  }

  @Test
  void aTargetThatFailsIsLeftAloneUntilItWorksAgain() {
    start(RULE);
    target.broken = true;
    for (int i = 0; i < 3; i++) {
      sender.send("target", "work", i);
    }
    await().until(() -> circuit().startsWith("o "));
    MessageRejectedException refused = awaitRefusal();
    assertThat(refused.reason())
        .isEqualTo("the circuit of target is open: 3 failures within 300 s");
    assertThat(refused.retryAfter().orElseThrow())
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
    target.broken = false;
    // true: after that time the same message passes
    AtomicReference<Message> answer = new AtomicReference<>();
    await()
        .pollDelay(refused.retryAfter().orElseThrow())
        .until(() -> answer.compareAndSet(null, sender.request("target", "work", 4)));
    assertThat(sender.request("target", "work", 5).type()).isEqualTo("done");
    await().untilAsserted(() -> assertThat(kept()).isEmpty());
    await().untilAsserted(() -> assertThat(sender.request("target", "work", 6)).isNotNull());
  }

  @Test
  void oneThatFailsInItsTrialIsLeftAloneAgain() {
    start(RULE);
    target.broken = true;
    for (int i = 0; i < 3; i++) {
      sender.send("target", "work", i);
    }
    Duration delay = awaitRefusal().retryAfter().orElseThrow();
    String first = circuit();
    AtomicReference<String> sent = new AtomicReference<>();
    await()
        .pollDelay(delay)
        .until(() -> sent.compareAndSet(null, sender.send("target", "work", 4)));
    await().until(() -> circuit().startsWith("o ") && !circuit().equals(first));
    assertThat(circuit()).endsWith("it was tried, and failed again");
    assertThat(wire.decisions(sent.get())).containsExactly("ALLOWED");
    awaitRefusal();
  }

  @Test
  void failuresThatAreTriedAgainCountOnceForAMessage() {
    start(RULE);
    for (int i = 0; i < 2; i++) {
      assertThat(sender.request("target", "flaky", i).type()).isEqualTo("done");
    }
    await().until(() -> circuit().matches("c( \\d+\\*\\d+)+"));
    await().untilAsserted(() -> assertThat(sum(circuit())).isEqualTo(2));
    sender.send("target", "flaky", 3);
    await().until(() -> circuit().startsWith("o "));
  }

  private static int sum(String circuit) {
    int sum = 0;
    for (String count : circuit.split(" ", -1)) {
      int star = count.indexOf('*');
      sum += star < 0 ? 0 : Integer.parseInt(count.substring(star + 1));
    }
    return sum;
  }

  @Test
  void requestsThatNobodyWaitsForAnyMoreCountThoughTheirHandlersNeverEnd() {
    start(RULE);
    for (int i = 0; i < 3; i++) {
      int number = i;
      sender.requestAsync("target", "slow", number, Duration.ofMillis(300));
    }
    await().until(() -> circuit().startsWith("o "));
    assertThat(awaitRefusal().decision()).isEqualTo(Decision.CIRCUIT_OPEN);
  }

  @Test
  void aCallerWithoutPatienceOpensNothing() {
    start(RULE);
    for (int i = 0; i < 10; i++) {
      sender.requestAsync("target", "work", i, Duration.ofMillis(1));
    }
    assertThat(sender.request("target", "work", 1).type()).isEqualTo("done");
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(reports()).isZero();
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatDoesNotFitItsHandlerIsItsSendersFailure() {
    start(RULE);
    for (int i = 0; i < 5; i++) {
      sender.send("target", "work", "no number");
    }
    await().untilAsserted(() -> assertThat(wire.deadLettersFrom("target")).hasSize(5));
    assertThat(reports()).isZero();
    assertThat(kept()).isEmpty();
  }

  @Test
  void aSystemWithoutFailuresSendsNoReports() {
    start(RULE);
    for (int i = 0; i < 200; i++) {
      sender.request("target", "work", i);
    }
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(reports()).isZero();
    assertThat(kept()).isEmpty();
  }

  @Test
  void inShadowModeAllPassesAndTheAuditLogSaysWhatWouldNotHave() {
    start(RULE.shadowed().withTimeout(Duration.ofMinutes(1)));
    target.broken = true;
    for (int i = 0; i < 3; i++) {
      sender.send("target", "work", i);
    }
    await().until(() -> circuit().startsWith("o "));
    target.broken = false;
    AtomicReference<JsonNode> shadow = new AtomicReference<>();
    await()
        .until(
            () -> {
              String id = sender.request("target", "work", 4).correlationId().orElseThrow();
              JsonNode found = wire.audit(id).get(0).path("shadow").path(0);
              shadow.set(found);
              return !found.isMissingNode();
            });
    assertThat(shadow.get().path("check").asText()).isEqualTo("breaker");
    assertThat(shadow.get().path("decision").asText()).isEqualTo("CIRCUIT_OPEN");
    assertThat(shadow.get().path("reason").asText()).contains("3 failures within 300 s");
  }

  @Test
  void messagesThatWaitTooLongOpenIt() {
    start(RULE.withMaxBacklogAge(Duration.ofSeconds(1)));
    for (int i = 0; i < 10; i++) {
      sender.send("target", "slow", i);
    }
    await().until(() -> circuit().contains("its oldest message waits for"));
    assertThat(awaitRefusal().reason()).contains("its oldest message waits for");
    target.mayGoOn.countDown();
    // the next trial finds it working
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreException(MessageRejectedException.class)
        .untilAsserted(() -> assertThat(sender.request("target", "work", 1)).isNotNull());
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreException(MessageRejectedException.class)
        .untilAsserted(
            () -> {
              sender.request("target", "work", 1);
              assertThat(kept()).isEmpty();
            });
  }
}
