package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.check.Decider;
import io.mas.gateway.identity.Release;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that a rule lets pass with a person's approval. */
class HoldTest {
  private static final Terms APPROVED = new Terms(List.of(), false, Duration.ofHours(1));
  private static final Origin LINE = new Origin("agents.yaml", 1);
  private static final String RULE = "allowed by allow (agents.yaml:1), with approval";
  private static final String ID = NOW + "-0";

  private final Desk desk = new Desk();

  @BeforeEach
  void holdAll() {
    desk.policy =
        Policy.compile(List.of(new PolicyRule.Allow("a", List.of("b"), LINE).under(APPROVED)));
    desk.next();
  }

  private static Entry released(Draft message) {
    Map<String, byte[]> fields = new LinkedHashMap<>(message.at(ID).fields());
    fields.put("a", Release.ofHeld("5-1").toBytes());
    return new Entry("outbox", ID, fields);
  }

  private void approve(Draft message) {
    String digest = Release.digest(message.header(), Digests.sha256(message.payload()));
    desk.state.released(Map.of("a:" + ID, ("h5-1 " + digest + " 17 k1 ana").getBytes(UTF_8)));
  }

  @Test
  void isHeldEncryptedAndItsNumberIsUsedAndItsSenderIsNotTold() throws Exception {
    Draft sent = desk.a.send("b").payload("{\"pin\":7391}");
    ParsedCommit commit = desk.decide(sent.at(ID));
    assertThat(desk.decisions()).containsExactly("HELD");
    assertThat(desk.audited(0).path("reason").asText()).isEqualTo(RULE);
    assertThat(commit.due()).isEmpty();
    assertThat(commit.notices()).isEmpty();
    assertThat(commit.deadLetters()).isEmpty();
    assertThat(commit.ledgerField("a:i1")).startsWith("1 1 ");
    ParsedCommit.Hold held = commit.held().get(0);
    long until = NOW + 3_600_000;
    assertThat(held.waits())
        .isEqualTo(until + " " + (sent.header().length + sent.payload().length) + " a k1");
    assertThat(held.fields().get("until")).asString().isEqualTo(Long.toString(until));
    assertThat(held.fields().get("reason")).asString().isEqualTo(RULE);
    assertThat(held.fields().get("payload")).asString().doesNotContain("7391");
    assertThat(
            Desk.SECRETS
                .deadLetters()
                .decrypt(held.fields().get("payload"), ("a:" + ID).getBytes(UTF_8)))
        .isEqualTo(sent.payload());
  }

  @Test
  void waitsNoLongerThanItsDeadline() {
    long deadline = NOW + 30_000;
    ParsedCommit commit = desk.decide(desk.a.message(Kind.REQUEST, "b").deadline(deadline).at(ID));
    assertThat(commit.held().get(0).waits()).startsWith(deadline + " ");
  }

  @Test
  void isRefusedWhereAsManyWaitAsMay() throws Exception {
    for (int i = 0; i < Held.MAX_MESSAGES; i++) {
      desk.state.held().add(new Held.Waiting(NOW + 1, 10, "b" + i, "k1"));
    }
    ParsedCommit commit = desk.decide(desk.a.send("b").at(ID));
    assertThat(desk.decisions()).containsExactly("BACKPRESSURE");
    assertThat(commit.held()).isEmpty();
    assertThat(Json.read(commit.notices().get(0).payload()).path("reason").asText())
        .isEqualTo("as many messages wait for approval as may");
  }

  @Test
  void ofWhichTheBytesAreTooManyIsRefusedToo() {
    desk.state.held().add(new Held.Waiting(NOW + 1, Held.MAX_BYTES - 100, "b", "k1"));
    desk.decide(desk.a.send("b").payload("\"" + "x".repeat(200) + "\"").at(ID));
    assertThat(desk.decisions()).containsExactly("BACKPRESSURE");
  }

  @Test
  void isRefusedWhereItsSenderHasAQuarterOfAllPlacesAndOthersAreNot() {
    Held held = desk.state.held();
    for (int i = 0; i < Held.MAX_MESSAGES / 4; i++) {
      assertThat(held.takes("a", 10)).isTrue();
      held.add(new Held.Waiting(NOW + 1, 10, "a", "k1"));
    }
    assertThat(held.takes("a", 10)).isFalse();
    assertThat(held.takes("b", 10)).isTrue();
    assertThat(held.takes("b", Held.MAX_BYTES / 4 + 1)).isFalse();
    desk.decide(desk.a.send("b").at(ID));
    assertThat(desk.decisions()).containsExactly("BACKPRESSURE");
  }

  @Test
  void thatCannotBeReadInTheIndexIsDeniedAndStopsNoOther() {
    Held held = new Held();
    Map<String, byte[]> index =
        Map.of("1-1", "spoiled".getBytes(UTF_8), "1-2", "300 10 a k1".getBytes(UTF_8));
    assertThat(held.read(index, 99))
        .containsExactly(new Held.Over("1-1", 0, "what is known of its approval cannot be read"));
    assertThat(held.isEmpty()).isFalse();
  }

  @Test
  void endsNoMoreInOneCommitThanABatchHolds() {
    List<Held.Over> large =
        IntStream.range(0, 5).mapToObj(i -> new Held.Over("1-" + i, 1 << 20, "")).toList();
    assertThat(Approvals.oneCommit(large)).hasSize(2);
    assertThat(Approvals.oneCommit(List.of(new Held.Over("1-1", 9 << 20, "")))).hasSize(1);
    List<Held.Over> small =
        IntStream.range(0, 100).mapToObj(i -> new Held.Over("1-" + i, 10, "")).toList();
    assertThat(Approvals.oneCommit(small)).hasSize(64);
    assertThat(Approvals.oneCommit(List.of())).isEmpty();
  }

  @Test
  void thatWasSignedWithAKeyThatIsGoneOrRevokedIsRefusedThoughItWasApproved() {
    Draft sent = desk.a.send("b");
    String digest = Release.digest(sent.header(), Digests.sha256(sent.payload()));
    String gone = "h5-1 " + digest + " 17 k9 ana";
    desk.state.released(Map.of("a:" + ID, gone.getBytes(UTF_8)));
    desk.decide(released(sent));
    assertThat(desk.decisions()).containsExactly("AUTH_FAILED");
    assertThat(desk.audited(0).path("reason").asText()).isEqualTo("the key that signed it is gone");
    assertThat(desk.committed().due()).isEmpty();
  }

  @Test
  void isRefusedWhereAnotherCheckRefusesIt() {
    desk.decide(desk.a.send("b").deadline(NOW - 1).at(ID));
    assertThat(desk.decisions()).containsExactly("EXPIRED");
    assertThat(desk.committed().held()).isEmpty();
  }

  @Test
  void passesOnceAPersonHasApprovedItAndTheRecordSaysWho() {
    Draft sent = desk.a.send("b").sequence(0).instance("gone").timestamp(NOW - 9_000_000);
    approve(sent);
    ParsedCommit commit = desk.decide(released(sent));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    assertThat(commit.dueFields()).containsExactly("a:" + ID);
    assertThat(commit.released()).containsExactly("a:" + ID);
    JsonNode audited = desk.audited(0);
    assertThat(audited.path("approved_by").asText()).isEqualTo("ana");
    assertThat(audited.path("approved_at").asLong()).isEqualTo(17);
    assertThat(audited.has("released")).isFalse();
  }

  @Test
  void thatNobodyHasApprovedIsNoMessageWhateverItClaims() {
    desk.decide(released(desk.a.send("b")));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
    assertThat(desk.committed().due()).isEmpty();
  }

  @Test
  void thatWasApprovedIsJudgedByThePolicyOfNowAndItsSenderIsTold() {
    Draft sent = desk.a.send("b");
    approve(sent);
    desk.policy = Policy.compile(List.of());
    ParsedCommit commit = desk.next().decide(released(sent));
    assertThat(desk.decisions()).containsExactly("AUTHZ_DENIED");
    assertThat(commit.notices()).hasSize(1);
    assertThat(commit.deadLetters()).hasSize(1);
  }

  @Test
  void thatWasApprovedAfterItsDeadlineHasExpired() {
    Draft sent = desk.a.send("b").deadline(NOW - 1);
    approve(sent);
    desk.decide(released(sent));
    assertThat(desk.decisions()).containsExactly("EXPIRED");
  }

  @Test
  void thatIsADeadLetterAndReplayedIsHeldLikeAnyOther() {
    Draft sent = desk.a.send("b");
    Map<String, byte[]> fields = new LinkedHashMap<>(sent.at(ID).fields());
    fields.put("a", new Release("7:1-1").toBytes());
    String digest = Release.digest(sent.header(), Digests.sha256(sent.payload()));
    desk.state.released(Map.of("a:" + ID, ("7:1-1 " + digest).getBytes(UTF_8)));
    ParsedCommit commit = desk.decide(new Entry("outbox", ID, fields));
    assertThat(desk.decisions()).containsExactly("HELD");
    assertThat(commit.held()).hasSize(1);
    assertThat(commit.released()).containsExactly("a:" + ID);
  }

  @Test
  void passesWhereTheRuleOrThePolicyIsInShadowModeAndTheRecordSaysSo() {
    PolicyRule free = new PolicyRule.Allow("a", List.of("b"), new Origin("agents.yaml", 2));
    Terms shadowed = new Terms(List.of(), true, Duration.ofHours(1));
    desk.policy =
        Policy.compile(
            List.of(new PolicyRule.Allow("a", List.of("b"), LINE).under(shadowed), free));
    desk.next().decide(desk.a.send("b").at(ID));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    assertThat(desk.audited(0).path("shadow").path(0).path("decision").asText()).isEqualTo("HELD");
    holdAll();
    desk.decider = Decider.standard(Duration.ofMinutes(5), 100, Mode.SHADOW);
    desk.next().decide(desk.a.send("b").sequence(2).at(NOW + "-1"));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    assertThat(desk.audited(0).path("shadow").path(0).path("decision").asText()).isEqualTo("HELD");
  }

  @Test
  void isOverWhenItsTimeIsOrAPersonHasDeniedIt() {
    Held held = new Held();
    Map<String, byte[]> index =
        Map.of(
            "1-1", "100 10 a k1".getBytes(UTF_8),
            "1-2", "300 10 a -".getBytes(UTF_8),
            "1-3", "300 10 a k1 denied by ana:\u2028no".getBytes(UTF_8));
    assertThat(held.read(index, 99))
        .containsExactly(new Held.Over("1-3", 10, "denied by ana:\u2028no"));
    assertThat(held.read(index, 100))
        .containsExactlyInAnyOrder(
            new Held.Over("1-1", 10, ""), new Held.Over("1-3", 10, "denied by ana:\u2028no"));
    assertThat(held.read(Map.of(), 100)).isEmpty();
    assertThat(held.isEmpty()).isTrue();
  }
}
