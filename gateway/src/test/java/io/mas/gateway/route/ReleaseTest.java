package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.identity.Release;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.ReplyToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A dead letter that lies in its sender's outbox again. */
class ReleaseTest {
  private static final String ID = NOW + "-0";
  private static final Release RELEASE = new Release("7:1700000000000-3");

  private final Desk desk = new Desk();

  /** An entry that claims to be released, with or without the right to. */
  private static Entry claims(Draft message, String id) {
    Map<String, byte[]> fields = new LinkedHashMap<>(message.at(id).fields());
    fields.put("a", RELEASE.toBytes());
    return new Entry("outbox", id, fields);
  }

  private void list(String field, Draft message) {
    String digest = Release.digest(message.header(), Digests.sha256(message.payload()));
    desk.state.released(Map.of(field, (RELEASE.letter() + " " + digest).getBytes(UTF_8)));
  }

  /** Sent long ago, with a number that was seen before, by an instance that is gone. */
  private Draft old(Kind kind, String target) {
    return desk.a.message(kind, target).sequence(0).instance("gone").timestamp(NOW - 9_000_000);
  }

  @Test
  void thatIsListedPassesWithoutSignatureRegistrationSequenceOrDrift() {
    Draft sent = old(Kind.SEND, "b");
    list("a:" + ID, sent);
    ParsedCommit commit = desk.decide(claims(sent, ID));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    Outbound out = desk.batch.outbound().get(0);
    assertThat(out.header()).isEqualTo(sent.header());
    assertThat(commit.dueFields()).containsExactly("a:" + ID);
    assertThat(commit.released()).containsExactly("a:" + ID);
    assertThat(commit.ledger()).isEmpty();
    assertThat(desk.state.ledger("a")).isEqualTo(desk.a.ledger(0));
    JsonNode audited = desk.audited(0);
    assertThat(audited.path("released").asText()).isEqualTo("7:1700000000000-3");
    assertThat(audited.path("id").asText()).isEqualTo(sent.id().toString());
    assertThat(audited.path("passed").asText())
        .isEqualTo("released envelope quarantine target permission payload deadline backlog");
  }

  @Test
  void thatIsNotListedIsNoMessage() {
    ParsedCommit commit = desk.decide(claims(desk.a.send("b"), ID));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
    assertThat(commit.due()).isEmpty();
    assertThat(commit.released()).isEmpty();
    assertThat(commit.notices()).isEmpty();
    assertThat(desk.audited(0).has("released")).isFalse();
    assertThat(commit.deadLetters().get(0)).doesNotContainKeys("id", "shown");
  }

  @Test
  void thatIsListedAtAnotherEntryForAnotherLetterOrWithOtherBytesIsNoMessage() {
    Draft sent = old(Kind.SEND, "b");
    list("a:" + NOW + "-1", sent);
    desk.decide(claims(sent, ID));
    desk.state.released(Map.of("a:" + ID, "8:1-1 00".getBytes(UTF_8)));
    desk.decide(claims(sent, ID));
    list("a:" + ID, sent);
    desk.decide(claims(old(Kind.SEND, "b").payload("{\"other\":1}"), ID));
    assertThat(desk.decisions()).containsOnly("INVALID_MESSAGE").hasSize(3);
    assertThat(desk.committed().due()).isEmpty();
  }

  @Test
  void isJudgedByThePolicyAsItIsNowAndKeptAgainAndItsSenderIsNotTold() {
    Draft sent = old(Kind.SEND, "b");
    list("a:" + ID, sent);
    desk.policy = Policy.compile(List.of());
    ParsedCommit commit = desk.next().decide(claims(sent, ID));
    assertThat(desk.decisions()).containsExactly("AUTHZ_DENIED");
    assertThat(desk.audited(0).path("released").asText()).isEqualTo(RELEASE.letter());
    assertThat(commit.released()).containsExactly("a:" + ID);
    assertThat(commit.notices()).isEmpty();
    assertThat(desk.letter(0, "decision")).isEqualTo("AUTHZ_DENIED");
    assertThat(desk.letter(0, "shown")).isEqualTo("1");
    assertThat(desk.letter(0, "id")).isEqualTo(sent.id().toString());
  }

  @Test
  void ofAnotherSendersNameOrOfAKindThatIsNoMessageIsRefused() {
    Draft anothers = old(Kind.SEND, "b").sender("c");
    list("a:" + ID, anothers);
    desk.decide(claims(anothers, ID));
    Draft leave = desk.a.leave();
    list("a:" + ID, leave);
    desk.decide(claims(leave, ID));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "INVALID_MESSAGE");
    assertThat(desk.state.ledger("a")).isEqualTo(desk.a.ledger(0));
  }

  @Test
  void canBeAnsweredThoughItWasSentLongAgo() throws Exception {
    Draft request = old(Kind.REQUEST, "b");
    list("a:" + ID, request);
    desk.decide(claims(request, ID));
    ReplyToken token = ReplyToken.fromBytes(desk.batch.outbound().get(0).replyToken());
    assertThat(token.expiry()).isGreaterThan(NOW);
  }

  @Test
  void thatWasDueWhenItsOwnerDiedIsMadeAgainWithoutItsListing() {
    Draft sent = old(Kind.SEND, "b");
    Entry entry = claims(sent, ID);
    var submission = Objects.requireNonNull(desk.submissions().of(Intake.of("a", entry)));
    assertThat(Outbound.of(submission, Desk.SECRETS).digest())
        .isEqualTo(Outbound.digest(sent.header(), Digests.sha256(sent.payload())));
    assertThat(EnvelopeCodec.encode(submission.envelope())).isEqualTo(sent.header());
  }
}
