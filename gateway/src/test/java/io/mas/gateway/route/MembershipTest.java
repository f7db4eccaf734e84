package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.Issuer;
import io.mas.gateway.sample.TestAgent;
import io.mas.gateway.token.Jwks;
import io.mas.gateway.token.JwtAlgorithm;
import io.mas.gateway.token.JwtRule;
import io.mas.gateway.token.Tokens;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import io.mas.protocol.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registering, leaving and lapsing. */
class MembershipTest {
  private static final Issuer ISSUER = new Issuer();

  private final Desk desk = new Desk();

  @BeforeEach
  void nobodyIsRegistered() {
    desk.state.ledger("a", SenderLedger.empty(), new CommitPlan(0));
  }

  @Test
  void aRegistrationListsItsInstanceWithTokenAndNumbers() {
    desk.decide(desk.a.register(1).sequence(7).at(id(0)));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    String hash = HexFormat.of().formatHex(Digests.sha256(desk.a.token()));
    assertThat(desk.committed().ledgerField("a:i1")).isEqualTo("1 7 " + hash + " 0");
    assertThat(desk.committed().ledgerField("a")).isNull();
    assertThat(desk.committed().notices()).isEmpty();
    assertThat(desk.committed().due()).isEmpty();
    desk.next()
        .decide(desk.a.send("b").sequence(7).at(id(1)), desk.a.send("b").sequence(8).at(id(2)));
    assertThat(desk.decisions()).containsExactly("REPLAYED", "ALLOWED");
  }

  @Test
  void aCapturedRegistrationWrittenAgainIsReplayed() {
    Entry captured = desk.a.register(1).sequence(0).at(id(0));
    desk.decide(captured);
    desk.next().decide(desk.a.leave().sequence(1).at(id(1)));
    desk.next().decide(new Entry("outbox", id(2), captured.fields()));
    assertThat(desk.decisions()).containsExactly("REPLAYED");
    assertThat(desk.state.ledger("a")).isEqualTo(new SenderLedger(1, Map.of()));
  }

  @Test
  void aRegistrationThatIsRefusedRegistersNobodyAndItsNumberIsUsedUp() {
    desk.decide(
        desk.a.register(1).timestamp(0).at(id(0)),
        desk.a.send("b").sequence(2).at(id(1)),
        desk.a.register(1).sequence(2).at(id(2)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "AUTH_FAILED", "REPLAYED");
    assertThat(desk.state.ledger("a").instances()).isEmpty();
    assertThat(desk.committed().ledgerField("a")).isEqualTo("1");
    assertThat(desk.committed().ledgerField("a:i1")).isNull();
  }

  @Test
  void anInstanceLearnsThatItsRegistrationIsRefusedAlsoWhereItCannotShowThatItIsIt()
      throws Exception {
    desk.state.ledger("a", new SenderLedger(3, Map.of()), new CommitPlan(0));
    Draft low = desk.a.register(3);
    Draft foreign = TestAgent.named("a").register(4);
    desk.decide(low.at(id(0)), foreign.at(id(1)));
    assertThat(desk.decisions()).containsExactly("REPLAYED", "SIGNATURE_INVALID");
    assertThat(desk.committed().notices())
        .extracting(ParsedCommit.Notice::stream)
        .containsExactly(desk.keys.instanceStream("a", "i1"), desk.keys.instanceStream("a", "i1"));
    assertThat(Refusal.read(desk.committed().notices().get(1).payload()))
        .satisfies(
            refusal -> {
              assertThat(refusal.messageId()).isEqualTo(foreign.id().toString());
              assertThat(refusal.type()).isEqualTo("mas.register");
              assertThat(refusal.decision()).isEqualTo(Decision.SIGNATURE_INVALID);
            });
  }

  @Test
  void aLiveInstanceIsNotToldOfACopyOfItsRegistration() {
    desk.decide(desk.a.register(1).at(id(0)), TestAgent.named("a").register(2).at(id(1)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "SIGNATURE_INVALID");
    assertThat(desk.committed().notices()).isEmpty();
  }

  @Test
  void aRegistrationOfALiveInstanceThatIsRefusedLeavesItAsItWas() {
    desk.state.ledger("a", desk.a.ledger(4), new CommitPlan(0));
    desk.decide(
        desk.a.register(2).sequence(9).timestamp(0).at(id(0)),
        desk.a.send("b").sequence(5).at(id(1)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "ALLOWED");
    assertThat(desk.state.ledger("a").highest()).isEqualTo(2);
  }

  @Test
  void leavingRaisesTheFloorAndEndsTheInstance() {
    desk.state.ledger("a", desk.a.ledger(4), new CommitPlan(0));
    desk.decide(desk.a.leave().sequence(5).at(id(0)), desk.a.send("b").sequence(6).at(id(1)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "AUTH_FAILED");
    assertThat(desk.committed().ledgerField("a")).isEqualTo("1");
    assertThat(desk.committed().ledgerField("a:i1")).isEmpty();
  }

  @Test
  void aLeaveThatIsRefusedEndsNothingButItsNumberCounts() {
    desk.state.ledger("a", desk.a.ledger(4), new CommitPlan(0));
    desk.decide(
        desk.a.message(Kind.LEAVE, "b").sequence(5).at(id(0)),
        desk.a.send("b").sequence(5).at(id(1)),
        desk.a.send("b").sequence(6).at(id(2)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE", "REPLAYED", "ALLOWED");
  }

  @Test
  void whatALapsedInstanceSentBeforeItLapsedIsDecided() {
    desk.state.ledger("a", desk.a.ledger(4).lapsed("i1", NOW), new CommitPlan(0));
    desk.decide(
        desk.a.send("b").sequence(5).at(id(0)), desk.a.send("b").sequence(6).at((NOW + 1) + "-0"));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "AUTH_FAILED");
    desk.batch.dropLapsed("a");
    assertThat(desk.committed().ledgerField("a:i1")).isEmpty();
    assertThat(desk.committed().ledgerField("a")).isEqualTo("1");
  }

  @Test
  void anInstanceThatRegisteredAnewIsNotDropped() {
    desk.state.ledger("a", desk.a.ledger(4).lapsed("i1", NOW), new CommitPlan(0));
    desk.decide(desk.a.register(2).sequence(4).at((NOW + 1) + "-0"));
    desk.batch.dropLapsed("a");
    assertThat(Objects.requireNonNull(desk.state.ledger("a").find("i1")).number()).isEqualTo(2);
  }

  @Test
  void whereNobodyLapsedNothingIsDropped() {
    desk.batch.dropLapsed("a");
    desk.batch.dropLapsed("b");
    assertThat(desk.plan.isEmpty()).isTrue();
  }

  private static Tokens tokens() throws Exception {
    return Tokens.of(
        new JwtRule(
            URI.create("https://issuer.test/keys"),
            Issuer.NAME,
            Issuer.AUDIENCE,
            JwtAlgorithm.RS256,
            "sub",
            "",
            Duration.ofSeconds(30)),
        Jwks.parse(ISSUER.jwks(), JwtAlgorithm.RS256),
        () -> {});
  }

  private Draft registers(long number, String token) {
    return desk.a.register(number).payload("{\"number\":" + number + ",\"jwt\":\"" + token + "\"}");
  }

  @Test
  void aRegistrationWithATokenListsUntilWhenThatHolds() throws Exception {
    desk.tokens = tokens();
    desk.next()
        .decide(registers(1, ISSUER.token()).at(id(0)), desk.a.send("b").sequence(2).at(id(1)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "ALLOWED");
    assertThat(desk.committed().ledgerField("a:i1")).endsWith(" 0 " + (Issuer.UNTIL + 30_000));
  }

  @Test
  void oneThatRegistersAnewUnderAnotherTokenMayHaveSentMoreThanItSays() throws Exception {
    desk.tokens = tokens();
    desk.next()
        .decide(
            registers(1, ISSUER.token()).at(id(0)),
            desk.a.send("b").sequence(5).at(id(1)),
            registers(2, ISSUER.token()).sequence(3).at(id(2)),
            desk.a.send("b").sequence(5).at(id(3)),
            desk.a.send("b").sequence(6).at(id(4)));
    assertThat(desk.decisions())
        .containsExactly("ALLOWED", "ALLOWED", "ALLOWED", "REPLAYED", "ALLOWED");
  }

  @Test
  void aLiveInstanceIsToldThatItsNextTokenIsRefusedAndGoesOnUnderTheOneBefore() throws Exception {
    desk.tokens = tokens();
    desk.next()
        .decide(
            registers(1, ISSUER.token()).at(id(0)),
            registers(2, ISSUER.token(c -> c.subject("b"))).at(id(1)),
            desk.a.send("b").sequence(2).at(id(2)));
    assertThat(desk.decisions()).containsExactly("ALLOWED", "AUTH_FAILED", "ALLOWED");
    assertThat(desk.committed().notices()).hasSize(1);
  }

  @Test
  void aDeadLetterHoldsNoToken() throws Exception {
    desk.tokens = tokens();
    String foreign = ISSUER.token(c -> c.subject("b"));
    desk.next().decide(registers(1, foreign).at(id(0)));
    assertThat(desk.decisions()).containsExactly("AUTH_FAILED");
    assertThat(new String(desk.letterPayload(0), UTF_8)).isEqualTo("{\"number\":1}");
  }

  @Test
  void onceTheOutboxIsReadAfterATokenHasExpiredNothingPassesUnderIt() throws Exception {
    desk.tokens = tokens();
    desk.next().decide(registers(1, ISSUER.token()).at(id(0)));
    desk.now = Issuer.UNTIL + 30_000 + 10_000;
    desk.next();
    desk.batch.dropLapsed("a");
    desk.decide(desk.a.send("b").sequence(2).at(id(1)));
    assertThat(desk.decisions()).containsExactly("ALLOWED");

    desk.now++;
    desk.next();
    desk.batch.dropLapsed("a");
    desk.decide(desk.a.send("b").sequence(3).at(id(2)));
    assertThat(desk.decisions()).containsExactly("AUTH_FAILED");
    assertThat(desk.committed().notices()).hasSize(1);
  }
}
