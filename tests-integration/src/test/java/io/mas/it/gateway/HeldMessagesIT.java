package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.gateway.letters.HeldMessages;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterException;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is held, where something of it is spoiled or its sender is not what it was. */
class HeldMessagesIT {
  private static final int SHARD = Wire.KEYS.shardOf("sender");

  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();
  private TestSystem system;
  private Wire wire;
  private Provisioning provisioning;
  private HeldMessages held;

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    provisioning = Provisioning.at(system.redisUrl(), true);
    held = HeldMessages.at(system.redisUrl());
    system.rule(
        new PolicyRule.Allow("sender", List.of("receiver"), Origin.CODE)
            .under(new Terms(List.of("pay"), false, Duration.ofHours(1))));
    system.rule(
        new PolicyRule.Allow("sender", List.of("receiver"), Origin.CODE)
            .under(new Terms(List.of("ask"), false)));
    system.run("sender", sender);
    system.run("receiver", receiver);
  }

  @AfterEach
  void stop() {
    held.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  private Letter hold() {
    String message = sender.send("receiver", "pay", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(message)).containsExactly("HELD"));
    return held.oldestFirst().next();
  }

  private void index(String id, String waits) {
    wire.redis().hset(Keys.approvals(SHARD), id, waits.getBytes(StandardCharsets.UTF_8));
  }

  private void awaitRejected(String... reasons) {
    await()
        .untilAsserted(
            () ->
                assertThat(sender.rejections())
                    .extracting(Rejection::reason)
                    .containsExactlyInAnyOrder(reasons));
  }

  @Test
  void aWordThatCannotBeReadStopsNoShard() {
    Letter first = hold();
    String waits = wire.hash(Keys.approvals(SHARD)).get(first.id().entry());
    index(first.id().entry(), waits + " denied by ana:\u2028no");
    awaitRejected("denied by ana:\u2028no");
    Letter second = hold();
    system.stopGateway();
    index(second.id().entry(), "spoiled");
    index("no-id", waits);
    index("99999999999999999999-1", "spoiled too");
    system.startGateway();
    awaitRejected("denied by ana:\u2028no", "what is known of its approval cannot be read");
    await().untilAsserted(() -> assertThat(wire.hash(Keys.approvals(SHARD))).hasSize(1));
    sender.send("receiver", "ask", Map.of());
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("ask"));
  }

  @Test
  void aWordThatIsNotShownAsItselfIsRefused() {
    Letter letter = hold();
    for (String text : List.of("a\u2028b", "a\u2029b", "a\nb", "a\u202eb", "a\ud800b")) {
      assertThatThrownBy(() -> held.deny(letter, text)).isInstanceOf(LetterException.class);
      assertThatThrownBy(() -> held.approve(letter, text)).isInstanceOf(LetterException.class);
    }
    assertThatThrownBy(() -> held.deny(letter, "x".repeat(201)))
        .hasMessageContaining("'denied by NAME: REASON'")
        .hasMessageContaining("200");
    held.deny(letter, "x".repeat(200));
  }

  @Test
  void whatCannotBeDecryptedIsKeptAsItIsAndAudited() {
    Letter letter = hold();
    StreamMessage<String, byte[]> entry = wire.entries(Keys.held(SHARD)).get(0);
    Map<String, byte[]> fields = new LinkedHashMap<>(entry.getBody());
    fields.put("header", new byte[] {1, 2, 3});
    wire.redis().del(Keys.held(SHARD));
    wire.redis().xadd(Keys.held(SHARD), new XAddArgs().id(entry.getId()), fields);
    held.deny(letter, "denied by ana");
    await().untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(1));
    assertThat(wire.deadLetters().get(0))
        .containsEntry("decision", "AUTHZ_DENIED")
        .containsEntry("reason", "denied by ana; it cannot be read")
        .containsEntry("id", letter.message());
    assertThat(wire.audit().get(wire.audit().size() - 1).path("reason").asText())
        .isEqualTo("denied by ana; it cannot be read");
    assertThat(wire.hash(Keys.approvals(SHARD))).isEmpty();
  }

  @Test
  void whatARevokedKeySignedIsRefusedThoughItIsApproved() {
    Letter letter = hold();
    system.stopGateway(); // one that runs learns of it within a second
    provisioning.rotate("sender", Rotation.atOnce());
    system.startGateway();
    held.approve(letter, "ana");
    await()
        .untilAsserted(
            () ->
                assertThat(wire.decisions(letter.message()))
                    .containsExactly("HELD", "AUTH_FAILED"));
    assertThat(receiver.received()).isEmpty();
    assertThat(sender.rejections()).extracting(Rejection::decision).contains(Decision.AUTH_FAILED);
  }

  @Test
  void whatARemovedAgentSentPassesNotInTheNameOfANewOne() {
    Letter letter = hold();
    provisioning.remove("sender", true);
    provisioning.provision("sender");
    assertThatThrownBy(() -> held.approve(letter, "ana")).isInstanceOf(LetterException.class);
    await()
        .untilAsserted(
            () ->
                assertThat(wire.deadLetters(letter.message()))
                    .extracting(dead -> dead.get("reason"))
                    .containsExactly("its sender was removed"));
    assertThat(receiver.received()).isEmpty();
  }
}
