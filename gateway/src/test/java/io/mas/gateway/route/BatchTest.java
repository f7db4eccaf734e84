package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a batch lets pass, and how it counts. */
class BatchTest {
  private final Desk desk = new Desk();

  @Test
  void whatIsAllowedBecomesDueIsAuditedAndGoesOut() {
    Draft sent = desk.a.send("b").payload("{\"hello\":\"world\"}");
    ParsedCommit commit = desk.decide(sent.at(id(0)));

    Outbound out = desk.batch.outbound().get(0);
    assertThat(out.header()).isEqualTo(sent.header());
    assertThat(out.target()).isEqualTo("b");
    assertThat(commit.dueFields()).containsExactly("a:" + id(0));
    assertThat(commit.due().get(0).get(1)).isEqualTo(out.digest());
    assertThat(desk.state.due().get("a")).containsOnlyKeys(id(0));
    assertThat(desk.state.cursor("a")).isEqualTo(id(0));
    assertThat(desk.batch.senders()).containsExactly("a");
    assertThat(commit.notices()).isEmpty();
    assertThat(commit.deadLetters()).isEmpty();

    JsonNode record = desk.audited(0);
    assertThat(commit.audit()).hasSize(1);
    assertThat(record.path("time").asLong()).isEqualTo(NOW);
    assertThat(record.path("gateway").asText()).isEqualTo("gw-1");
    assertThat(record.path("sender").asText()).isEqualTo("a");
    assertThat(record.path("entry").asText()).isEqualTo(id(0));
    assertThat(record.path("id").asText()).isEqualTo(sent.id().toString());
    assertThat(record.path("kind").asText()).isEqualTo("SEND");
    assertThat(record.path("instance").asText()).isEqualTo("i1");
    assertThat(record.path("target").asText()).isEqualTo("b");
    assertThat(record.path("type").asText()).isEqualTo("greeting");
    assertThat(record.path("decision").asText()).isEqualTo("ALLOWED");
    assertThat(record.path("reason").asText()).isEqualTo("allowed by allow (agents.yaml:1)");
    assertThat(record.path("passed").asText())
        .isEqualTo(
            "signature registration sequence token envelope quarantine target permission payload"
                + " deadline backlog breaker limit");
    assertThat(record.path("digest").asText())
        .isEqualTo(HexFormat.of().formatHex(Digests.sha256(sent.payload())));
    assertThat(record.path("size").asInt()).isEqualTo(sent.payload().length);
    assertThat(record.toString()).doesNotContain("world");
  }

  @Test
  void everyEntryIsAuditedOnceAndWhatIsDueKeepsItsOrder() {
    desk.decide(
        desk.a.send("b").sequence(1).at(id(0)),
        desk.a.send("c").sequence(2).at(id(1)),
        desk.a.send("b").sequence(3).at(id(2)),
        desk.a.send("b").sequence(3).at(id(3)),
        desk.a.message(Kind.REQUEST, "b").sequence(4).at(id(4)));
    assertThat(desk.decisions())
        .containsExactly("ALLOWED", "AUTHZ_DENIED", "ALLOWED", "REPLAYED", "ALLOWED");
    List<String> due = List.of("a:" + id(0), "a:" + id(2), "a:" + id(4));
    assertThat(desk.committed().dueFields()).isEqualTo(due);
    assertThat(desk.batch.outbound()).extracting(Outbound::field).isEqualTo(due);
    assertThat(desk.state.due().get("a").keySet()).containsExactly(id(0), id(2), id(4));
    assertThat(desk.state.cursor("a")).isEqualTo(id(4));
    assertThat(desk.state.lowestKept("a")).isEqualTo(id(0));
  }

  @Test
  void aNumberCountsWhenItsSenderIsShownThoughTheMessageIsRefused() {
    desk.decide(desk.a.send("c").sequence(5).at(id(0)));
    assertThat(desk.committed().ledgerField("a:i1")).startsWith("1 5 ");
    desk.next().decide(desk.a.send("b").sequence(5).at(id(1)));
    assertThat(desk.decisions()).containsExactly("REPLAYED");
    assertThat(desk.committed().ledger()).isEmpty();
  }

  @Test
  void aNumberDoesNotCountWhenItsSenderIsNotShown() {
    Draft forged = desk.a.send("b").sequence(99);
    Map<String, byte[]> fields = new java.util.LinkedHashMap<>(forged.at(id(0)).fields());
    fields.put("p", "{\"other\":1}".getBytes(UTF_8));
    desk.decide(
        new Entry("outbox", id(0), fields),
        desk.a.send("b").sequence(98).token(new byte[16]).at(id(1)),
        desk.a.send("b").sequence(97).instance("i2").at(id(2)));
    assertThat(desk.decisions()).containsExactly("SIGNATURE_INVALID", "AUTH_FAILED", "AUTH_FAILED");
    assertThat(desk.committed().ledger()).isEmpty();
    assertThat(desk.state.ledger("a")).isEqualTo(desk.a.ledger(0));
  }

  @Test
  void aCapturedEntryWrittenAgainIsReplayedAlsoAfterAYear() {
    Entry captured = desk.a.send("b").at(id(0));
    desk.decide(captured);
    long yearLater = NOW + 365L * 86_400_000;
    desk.next().decide(new Entry("outbox", yearLater + "-0", captured.fields()));
    assertThat(desk.decisions()).containsExactly("REPLAYED");
    assertThat(desk.committed().due()).isEmpty();
  }

  @Test
  void aMessageThatLaterMessagesOfItsBatchFollowIsJudgedByWhatWentBefore() {
    desk.decide(
        desk.a.leave().sequence(1).at(id(0)),
        desk.a.send("b").sequence(2).at(id(1)),
        desk.a.register(2).sequence(2).at(id(2)),
        desk.a.send("b").sequence(3).at(id(3)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "AUTH_FAILED", "ALLOWED", "ALLOWED");
    assertThat(desk.committed().ledgerField("a")).isEqualTo("1");
    assertThat(desk.committed().ledgerField("a:i1")).startsWith("2 3 ");
  }

  @Test
  void sendersOfOneBatchAreApart() {
    desk.decide("a", desk.a.send("b").at(id(0)));
    desk.decide("b", desk.b.send("a").at(id(7)));
    assertThat(desk.batch.senders()).containsExactly("a", "b");
    assertThat(desk.decisions()).containsExactly("ALLOWED", "AUTHZ_DENIED");
    assertThat(desk.state.cursor("a")).isEqualTo(id(0));
    assertThat(desk.state.cursor("b")).isEqualTo(id(7));
  }

  @Test
  void aMessageOfOneAgentInAnothersOutboxIsRefused() {
    desk.decide("b", desk.a.send("b").at(id(0)));
    assertThat(desk.decisions()).containsExactly("SIGNATURE_INVALID");
    assertThat(desk.committed().notices()).isEmpty();
  }

  @Test
  void anEntryThatIsNoMessageIsAuditedAndKeptAndTheNextIsDecided() throws Exception {
    Entry garbage =
        new Entry("outbox", id(0), Map.of("h", new byte[] {9}, "p", "{\"pin\":1}".getBytes(UTF_8)));
    desk.decide(garbage, new Entry("outbox", id(1), Map.of()), desk.a.send("b").at(id(2)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "INVALID_MESSAGE", "ALLOWED");
    assertThat(desk.audited(0).has("id")).isFalse();
    assertThat(desk.audited(0).path("passed").asText()).isEmpty();
    assertThat(desk.committed().deadLetters()).hasSize(2);
    assertThat(desk.letter(0, "decision")).isEqualTo("INVALID_MESSAGE");
    assertThat(desk.letterPayload(0)).asString(UTF_8).isEqualTo("{\"pin\":1}");
    assertThat(desk.committed().notices()).isEmpty();
    assertThat(desk.state.cursor("a")).isEqualTo(id(2));
  }

  @Test
  void aRequestGoesOutWithATokenAndASealThatItsTargetAccepts() throws Exception {
    Draft request = desk.a.message(Kind.REQUEST, "b");
    desk.decide(request.at(id(0)));
    Outbound out = desk.batch.outbound().get(0);
    var token = io.mas.protocol.ReplyToken.fromBytes(out.replyToken());
    desk.next()
        .decide(
            "b",
            desk.b
                .message(Kind.REPLY, "a")
                .targetInstance("i1")
                .answers(request.id(), token)
                .at(id(0)));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    Outbound reply = desk.batch.outbound().get(0);
    assertThat(reply.targetInstance()).isEqualTo("i1");
    assertThat(reply.replyToken()).isEmpty();
    desk.next()
        .decide(
            "c",
            desk.c
                .message(Kind.REPLY, "a")
                .targetInstance("i1")
                .answers(request.id(), token)
                .at(id(0)));
    assertThat(desk.decisions()).containsExactly("AUTHZ_DENIED");
  }

  @Test
  void aCheckThatFailsRefusesOneMessageAndNotTheBatch() {
    desk.policy = null;
    desk.next().decide(desk.a.send("b").at(id(0)), desk.a.leave().sequence(2).at(id(1)));
    assertThat(desk.decisions()).containsExactly("CHECK_FAILED", "ALLOWED");
    assertThat(desk.batch.outbound()).isEmpty();
  }
}
