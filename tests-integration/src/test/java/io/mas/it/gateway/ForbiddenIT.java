package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.AccessDeniedException;
import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Decision;
import io.mas.Message;
import io.mas.On;
import io.mas.Rejection;
import io.mas.TerminalException;
import io.mas.UnknownTargetException;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForbiddenIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  static class Sending extends Listener {
    @On("send.both")
    void sendBoth(Message message) {
      send("guarded", "forbidden", Map.of());
      send("open", "allowed", Map.of());
      message.reply("done", Map.of());
    }
  }

  static class Poisoned extends Agent<Void> {
    @Override
    protected void onMessage(Message message) {
      throw new TerminalException("never");
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();
  private final Listener guarded = new Listener();
  private final Listener open = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("asker", asker);
    system.run("guarded", guarded);
    system.run("open", open);
    system.allow("asker", "open", "poisoned", "sending");
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  private void isRefused() {
    assertThatThrownBy(() -> asker.request("guarded", "secret", Map.of(), LONG))
        .isInstanceOfSatisfying(
            AccessDeniedException.class,
            e -> {
              assertThat(e.decision()).isEqualTo(Decision.AUTHZ_DENIED);
              assertThat(e.reason()).isNotBlank();
              assertThat(e).hasMessageContaining("guarded").hasMessageContaining("AUTHZ_DENIED");
            });
  }

  @Test
  void failsAForbiddenRequestInMilliseconds(TestReporter reporter) {
    for (int i = 0; i < 100; i++) {
      isRefused();
    }
    long[] millis = new long[100];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      isRefused();
      millis[i] = Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
    Arrays.sort(millis);
    reporter.publishEntry(
        "forbidden request", "median %d ms, worst of 100 %d ms".formatted(millis[50], millis[99]));
    assertThat(millis[50]).as("median").isLessThan(50);
    assertThat(millis[99]).as("worst").isLessThan(2_000);
    assertThat(guarded.received()).isEmpty();
  }

  @Test
  void namesAnUnknownTarget() {
    assertThatThrownBy(() -> asker.request("nobody", "hello", Map.of(), LONG))
        .isInstanceOfSatisfying(
            UnknownTargetException.class,
            e -> assertThat(e.decision()).isEqualTo(Decision.UNKNOWN_TARGET));
    String id = asker.send("nobody", "hello", Map.of());
    await()
        .untilAsserted(
            () ->
                assertThat(asker.rejections())
                    .anySatisfy(
                        rejection -> {
                          assertThat(rejection.messageId()).isEqualTo(id);
                          assertThat(rejection.decision()).isEqualTo(Decision.UNKNOWN_TARGET);
                        }));
  }

  @Test
  void bringsAForbiddenSendBackAndKeepsItEncrypted() {
    String secret = "the-secret-of-a-forbidden-message";
    String id = asker.send("guarded", "secret.type", Map.of("text", secret));
    await()
        .untilAsserted(
            () -> assertThat(asker.rejections()).extracting(Rejection::messageId).contains(id));
    Rejection rejection =
        asker.rejections().stream().filter(r -> r.messageId().equals(id)).findFirst().orElseThrow();
    assertThat(rejection.decision()).isEqualTo(Decision.AUTHZ_DENIED);
    assertThat(rejection.targetId()).isEqualTo("guarded");
    assertThat(rejection.type()).isEqualTo("secret.type");
    assertThat(wire.deadLetters(id)).hasSize(1);
    assertThat(wire.deadLetters(id).get(0))
        .containsEntry("decision", "AUTHZ_DENIED")
        .containsEntry("sender", "asker")
        .containsEntry("target", "guarded");
    isNowhere(secret);
    assertThat(guarded.received()).isEmpty();
  }

  @Test
  void keepsThePayloadOfAPoisonedMessageEncrypted() {
    system.run(new AgentSettings("poisoned", 1, 2, List.of(), Map.of()), new Poisoned());
    String secret = "the-secret-of-a-poisoned-message";
    String id = asker.send("poisoned", "poison", Map.of("text", secret));
    await().untilAsserted(() -> assertThat(wire.deadLetters(id)).hasSize(1));
    isNowhere(secret);
  }

  /** Once all is settled: neither as it is, nor in any place of a base64 text. */
  private void isNowhere(String secret) {
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    String all = new String(wire.everything(), StandardCharsets.ISO_8859_1);
    assertThat(all).contains("guarded").doesNotContain(secret);
    for (int shift = 0; shift < 3; shift++) {
      byte[] inner = secret.substring(shift).getBytes(StandardCharsets.UTF_8);
      byte[] whole = Arrays.copyOf(inner, inner.length / 3 * 3);
      assertThat(all).doesNotContain(Base64.getEncoder().encodeToString(whole));
    }
  }

  @Test
  void deliversWhatElseATurnHasSent() {
    system.allow("sending", "open");
    Sending sending = new Sending();
    system.run("sending", sending);
    asker.request("sending", "send.both", Map.of(), LONG);
    await().untilAsserted(() -> assertThat(open.types()).containsExactly("allowed"));
    await()
        .untilAsserted(
            () ->
                assertThat(sending.rejections())
                    .extracting(Rejection::type)
                    .containsExactly("forbidden"));
  }

  @Test
  void letsAMessagePassOnceItIsAllowed() {
    Listener later = new Listener();
    system.run("later", later);
    assertThatThrownBy(() -> asker.request("later", "a", Map.of(), LONG))
        .isInstanceOf(AccessDeniedException.class);
    system.allow("asker", "later");
    asker.send("later", "b", Map.of());
    await().untilAsserted(() -> assertThat(later.types()).containsExactly("b"));
  }
}
