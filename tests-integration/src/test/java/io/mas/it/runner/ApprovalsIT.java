package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Decision;
import io.mas.MessageRejectedException;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule holds until a person approves, from the command line. */
class ApprovalsIT {
  @TempDir private Path directory;

  private TestSystem system;
  private Wire wire;
  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();

  @BeforeEach
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("sender", sender);
    system.run("receiver", receiver);
  }

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private void approvalWithin(Duration timeout) {
    system.rule(
        new PolicyRule.Allow("sender", List.of("receiver"), new Origin("agents.yaml", 4))
            .under(new Terms(List.of("pay"), false, timeout)));
    system.rule(
        new PolicyRule.Allow("sender", List.of("receiver"), new Origin("agents.yaml", 5))
            .under(new Terms(List.of("ask"), false)));
  }

  private RunnerProcess approvals(String... arguments) {
    List<String> words = new ArrayList<>(List.of("approvals"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--redis", system.redisUrl()));
    return Runner.in(directory).run(words.toArray(String[]::new));
  }

  private List<JsonNode> listed() throws Exception {
    List<JsonNode> found = new ArrayList<>();
    try (RunnerProcess list = approvals("list", "--output", "json")) {
      assertThat(list.status()).as(list.everything()).isZero();
      for (String line : list.out().lines().toList()) {
        found.add(Json.read(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  private String held(String type) throws Exception {
    String message = sender.send("receiver", type, Map.of("pin", "7391"));
    await().untilAsserted(() -> assertThat(wire.decisions(message)).containsExactly("HELD"));
    return message;
  }

  @Test
  void passesWhenApprovedOnceUnderItsOwnIdAndOthersPassMeanwhile() throws Exception {
    approvalWithin(Duration.ofHours(1));
    String message = held("pay");
    sender.send("receiver", "ask", Map.of());
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("ask"));
    assertThat(wire.everything()).asString(StandardCharsets.ISO_8859_1).doesNotContain("7391");
    JsonNode waits = listed().get(0);
    assertThat(waits.path("message").asText()).isEqualTo(message);
    assertThat(waits.path("rule").asText())
        .isEqualTo("allowed by allow (agents.yaml:4), with approval");
    String id = waits.path("id").asText();
    try (RunnerProcess list = approvals("list")) {
      assertThat(list.out()).contains(id, "sender", "receiver", "pay", "agents.yaml:4");
    }
    try (RunnerProcess show = approvals("show", id)) {
      assertThat(show.out()).contains(id, message, "SEND").doesNotContain("7391");
    }
    try (RunnerProcess show = approvals("show", id, "--payload")) {
      assertThat(show.out()).contains("\"pin\" : \"7391\"");
    }
    try (RunnerProcess approve = approvals("approve", id, id, "--by", "Ana K.")) {
      assertThat(approve.status()).as(approve.everything()).isZero();
      assertThat(approve.out()).isEqualTo(id + " approved\n");
    }
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("ask", "pay"));
    assertThat(receiver.received().get(1).id()).isEqualTo(message);
    assertThat(wire.decisions(message)).containsExactly("HELD", "ALLOWED");
    assertThat(wire.audit(message).get(1).path("approved_by").asText()).isEqualTo("Ana K.");
    assertThat(wire.audit(message).get(1).path("approved_at").asLong()).isPositive();
    try (RunnerProcess again = approvals("approve", id)) {
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.err())
          .isEqualTo(
              "no message "
                  + id
                  + " is held (any more); if it was, it has passed or was refused, as the audit log"
                  + " says\n");
    }
    try (RunnerProcess list = approvals("list")) {
      assertThat(list.out()).isEqualTo("nothing waits for approval\n");
    }
    assertThat(sender.rejections()).isEmpty();
  }

  @Test
  void isRefusedWhenDeniedAndItsSenderIsToldByWhomAndWhy() throws Exception {
    approvalWithin(Duration.ofHours(1));
    String message = held("pay");
    String id = listed().get(0).path("id").asText();
    try (RunnerProcess deny = approvals("deny", id, "--by", "ana", "--reason", "too much")) {
      assertThat(deny.status()).as(deny.everything()).isZero();
      assertThat(deny.out()).isEqualTo(id + " denied\n");
    }
    await().untilAsserted(() -> assertThat(sender.rejections()).hasSize(1));
    assertThat(sender.rejections().get(0).decision()).isEqualTo(Decision.AUTHZ_DENIED);
    assertThat(sender.rejections().get(0).reason()).isEqualTo("denied by ana: too much");
    assertThat(sender.rejections().get(0).messageId()).isEqualTo(message);
    assertThat(wire.decisions(message)).containsExactly("HELD", "AUTHZ_DENIED");
    assertThat(wire.deadLetters(message)).hasSize(1);
    assertThat(listed()).isEmpty();
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void isRefusedWhenNobodyApprovesInTimeThoughTheGatewayWasAwayMeanwhile() throws Exception {
    approvalWithin(Duration.ofSeconds(1));
    String message = held("pay");
    system.stopGateway();
    system.startGateway();
    await().untilAsserted(() -> assertThat(sender.rejections()).hasSize(1));
    assertThat(sender.rejections().get(0).reason()).isEqualTo("approval timed out");
    assertThat(wire.decisions(message)).containsExactly("HELD", "AUTHZ_DENIED");
    assertThat(wire.hash(Keys.approvals(Wire.KEYS.shardOf("sender")))).isEmpty();
  }

  @Test
  void isExpiredWhenItsDeadlinePassesFirst() {
    approvalWithin(Duration.ofHours(1));
    assertThatThrownBy(() -> sender.request("receiver", "pay", Map.of(), Duration.ofSeconds(1)))
        .isInstanceOfAny(MessageRejectedException.class, io.mas.RequestTimeoutException.class);
    await()
        .untilAsserted(
            () ->
                assertThat(wire.deadLetters())
                    .extracting(letter -> letter.get("decision"))
                    .containsExactly("EXPIRED"));
  }
}
