package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.Rejection;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a refused message: a dead letter, and news to who sent it. */
class RefusalTest {
  private final Desk desk = new Desk();

  @Test
  void isKeptAsADeadLetterWithItsPayloadEncrypted() throws Exception {
    Draft sent = desk.a.send("c").payload("{\"pin\":\"7391\"}").timestamp(NOW - 4_000);
    ParsedCommit commit = desk.decide(sent.at((NOW - 4_000) + "-0"));
    Map<String, byte[]> letter = commit.deadLetters().get(0);
    assertThat(letter)
        .containsOnlyKeys(
            "decision",
            "reason",
            "at",
            "from",
            "entry",
            "attempts",
            "first",
            "last",
            "shown",
            "id",
            "sender",
            "target",
            "type",
            "header",
            "payload");
    assertThat(desk.letter(0, "decision")).isEqualTo("AUTHZ_DENIED");
    assertThat(desk.letter(0, "reason")).isEqualTo("no rule allows a to send to c");
    assertThat(desk.letter(0, "at")).isEqualTo(Long.toString(NOW));
    assertThat(desk.letter(0, "from")).isEqualTo("a");
    assertThat(desk.letter(0, "entry")).isEqualTo((NOW - 4_000) + "-0");
    assertThat(desk.letter(0, "first")).isEqualTo(Long.toString(NOW - 4_000));
    assertThat(desk.letter(0, "last")).isEqualTo(Long.toString(NOW));
    assertThat(desk.letter(0, "attempts")).isEqualTo("0");
    assertThat(desk.letter(0, "id")).isEqualTo(sent.id().toString());
    assertThat(desk.letter(0, "target")).isEqualTo("c");
    assertThat(desk.letterHeader(0)).isEqualTo(sent.header());
    assertThat(desk.letterPayload(0)).isEqualTo(sent.payload());
  }

  @Test
  void noClearTextOfThePayloadNorATokenIsAnywhereInTheCommit() {
    Draft sent = desk.a.send("c").payload("{\"pin\":\"7391\"}");
    desk.decide(sent.at(id(0)));
    byte[][] written = desk.plan.arguments(1, 1, 1).toArray();
    for (byte[] argument : written) {
      assertThat(new String(argument, UTF_8)).doesNotContain("7391");
      assertThat(argument).isNotEqualTo(desk.a.token());
    }
  }

  @Test
  void isToldToTheInstanceThatSentItUnderItsAgentsSeal() throws Exception {
    Draft sent = desk.a.message(Kind.REQUEST, "c").type("ask");
    ParsedCommit commit = desk.decide(sent.at(id(0)));
    ParsedCommit.Notice notice = commit.notices().get(0);
    assertThat(commit.notices()).hasSize(1);
    assertThat(notice.stream()).isEqualTo(desk.keys.instanceStream("a", "i1"));
    Envelope envelope = EnvelopeCodec.decode(notice.header());
    assertThat(envelope.kind()).isEqualTo(Kind.REJECTION);
    assertThat(envelope.sender()).isEqualTo(Names.SYSTEM_AGENT);
    assertThat(envelope.senderInstance()).isEqualTo("gw-1");
    assertThat(envelope.target()).isEqualTo("a");
    assertThat(envelope.targetInstance()).isEqualTo("i1");
    assertThat(envelope.correlation()).isEqualTo(sent.id());
    assertThat(envelope.timestamp()).isEqualTo(NOW);
    byte[] digest = Digests.sha256(notice.payload());
    assertThat(
            desk.a
                .principal()
                .delivery()
                .verify(notice.header(), digest, new byte[0], notice.seal()))
        .isTrue();
    assertThat(
            desk.c
                .principal()
                .delivery()
                .verify(notice.header(), digest, new byte[0], notice.seal()))
        .isFalse();
    assertThat(Refusal.read(notice.payload()))
        .isEqualTo(
            new Rejection(
                sent.id().toString(),
                "c",
                "ask",
                Decision.AUTHZ_DENIED,
                "no rule allows a to send to c",
                null,
                List.of()));
  }

  private void assertNotTold(Decision decision) {
    assertThat(desk.decisions()).containsExactly(decision.name());
    assertThat(desk.committed().notices()).isEmpty();
    assertThat(desk.committed().deadLetters()).hasSize(1);
  }

  @Test
  void aReplayIsNotTold() {
    desk.decide(desk.a.send("b").at(id(0)));
    desk.next().decide(desk.a.send("b").at(id(1)));
    assertNotTold(Decision.REPLAYED);
  }

  @Test
  void aStrangerIsNotTold() {
    desk.decide(desk.a.send("b").instance("i9").at(id(0)));
    assertNotTold(Decision.AUTH_FAILED);
  }

  @Test
  void whoHasNotTheTokenOfTheInstanceIsNotTold() {
    desk.decide(desk.a.send("b").token(new byte[16]).at(id(0)));
    assertNotTold(Decision.AUTH_FAILED);
  }

  @Test
  void aForgeryIsNotTold() {
    Entry good = desk.a.send("b").at(id(0));
    Map<String, byte[]> fields = new java.util.LinkedHashMap<>(good.fields());
    fields.put("p", new byte[] {'1'});
    desk.decide(new Entry("outbox", id(0), fields));
    assertNotTold(Decision.SIGNATURE_INVALID);
  }

  /** It may be a copy of one that was delivered while the instance lived. */
  @Test
  void aMessageOfALapsedInstanceIsNotTold() {
    desk.state.ledger("a", desk.a.ledger(0).lapsed("i1", NOW - 1), new CommitPlan(0));
    desk.decide(desk.a.send("b").at(id(0)));
    assertNotTold(Decision.AUTH_FAILED);
  }

  @Test
  void aMessageUnderAnotherSendersNameIsNotTold() {
    desk.decide(desk.a.send("b").sender("b").at(id(0)));
    assertNotTold(Decision.INVALID_MESSAGE);
  }

  @Test
  void whatIsRefusedForItsTargetOrItsTimeIsTold() {
    ParsedCommit commit =
        desk.decide(
            desk.a.send("nobody").sequence(1).at(id(0)),
            desk.a.send("b").sequence(2).timestamp(0).at(id(1)),
            desk.a.send(Names.SYSTEM_AGENT).sequence(3).at(id(2)));
    assertThat(desk.decisions())
        .containsExactly("UNKNOWN_TARGET", "INVALID_MESSAGE", "INVALID_MESSAGE");
    assertThat(commit.notices()).hasSize(3);
  }

  @Test
  void anEntryThatIsGoneAfterItWasDecidedIsAuditedAndKept() {
    desk.trail().lost("a", id(3), null);
    assertThat(desk.decisions()).containsExactly("CHECK_FAILED");
    assertThat(desk.letter(0, "reason"))
        .isEqualTo("the entry was removed from the outbox after it was decided");
    assertThat(desk.letter(0, "entry")).isEqualTo(id(3));
  }

  @Test
  void anEntryThatWasChangedAfterItWasDecidedIsAuditedAndKept() throws Exception {
    desk.trail().lost("a", id(3), desk.a.send("b").at(id(3)));
    assertThat(desk.decisions()).containsExactly("CHECK_FAILED");
    assertThat(desk.letter(0, "reason")).isEqualTo("the entry is not the one that was decided");
    assertThat(desk.letterPayload(0)).asString(UTF_8).isEqualTo("{}");
  }
}
