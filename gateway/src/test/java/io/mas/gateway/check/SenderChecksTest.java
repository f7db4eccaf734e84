package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.Kind;
import io.mas.protocol.Proof;
import io.mas.protocol.SecretKeys;
import io.mas.protocol.SigningKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends: signature, registration and sequence. */
class SenderChecksTest {
  private final TestAgent a = TestAgent.named("a");
  private final Check signature = new SignatureCheck();
  private final Check registration = new RegistrationCheck();
  private final Check sequence = new SequenceCheck();

  private static Verdict refused(Decision decision, String reason) {
    return Verdict.refuse(decision, reason);
  }

  private Submission with(Submission from, Proof proof) {
    return new Submission(
        from.owner(),
        from.entryId(),
        from.entered(),
        from.header(),
        from.payload(),
        from.payloadDigest(),
        from.envelope(),
        proof,
        from.sender(),
        from.target(),
        from.released());
  }

  @Test
  void anAgentThatIsNotProvisionedIsRefused() {
    Submission known = a.send("b").submitted(null);
    Submission unknown =
        new Submission(
            "a",
            known.entryId(),
            known.entered(),
            known.header(),
            known.payload(),
            known.payloadDigest(),
            known.envelope(),
            known.proof(),
            null,
            null,
            null);
    assertThat(signature.evaluate(unknown, Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.AUTH_FAILED, "the sender is not provisioned"));
  }

  @Test
  void aSignatureUnderAKeyThatTheSenderDoesNotHaveIsRefused() {
    Submission good = a.send("b").submitted(null);
    Proof other = new Proof("k2", good.proof().token(), good.proof().signature());
    assertThat(signature.evaluate(with(good, other), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.SIGNATURE_INVALID, "the sender has no such signing key"));
  }

  private Submission of(Submission from, AgentEntry sender) {
    return new Submission(
        from.owner(),
        from.entryId(),
        from.entered(),
        from.header(),
        from.payload(),
        from.payloadDigest(),
        from.envelope(),
        from.proof(),
        new Principal("a", sender),
        from.target(),
        from.released());
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, true", "VERIFY_ONLY, true", "REVOKED, false"})
  void aSignatureCountsAsLongAsItsKeyIsNotRevoked(KeyState state, boolean passes) {
    AgentEntry entry = AgentEntry.of(a.keys()).with(a.keys().signer().verifier(state));
    assertThat(signature.evaluate(of(a.send("b").submitted(null), entry), Views.of(a.ledger(0))))
        .isEqualTo(
            passes
                ? Verdict.PASS
                : refused(Decision.SIGNATURE_INVALID, "the signing key k1 is revoked"));
  }

  @Test
  void nothingOfARevokedAgentIsTaken() {
    AgentEntry entry = AgentEntry.of(a.keys()).asRevoked(7);
    assertThat(signature.evaluate(of(a.send("b").submitted(null), entry), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.AUTH_FAILED, "the sender is revoked"));
  }

  /** Who knows a public key must not be able to pass it off as a secret. */
  @Test
  void theRegistryFixesTheAlgorithmAndNotTheMessage() {
    SigningKey pair = SigningKey.generate("k1", KeyAlgorithm.ED25519);
    byte[] known =
        Base64.getDecoder()
            .decode(
                AgentEntry.introduced()
                    .with(pair.verifier(KeyState.ACTIVE))
                    .toJson()
                    .path("signing")
                    .path("k1")
                    .path("public")
                    .asText());
    Submission sent = a.send("b").submitted(null);
    byte[] forged =
        new SigningKey("k1", known).sign(a.token(), sent.header(), sent.payloadDigest());
    AgentEntry entry = AgentEntry.introduced().with(pair.verifier(KeyState.ACTIVE));
    assertThat(
            signature.evaluate(
                of(with(sent, new Proof("k1", a.token(), forged)), entry), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.SIGNATURE_INVALID, "the signature does not fit the message"));
  }

  @Test
  void aSignatureOfAnotherAgentUnderTheSameKeyIdIsRefused() {
    Submission good = a.send("b").submitted(null);
    Proof theirs = TestAgent.named("a").send("b").proof();
    assertThat(signature.evaluate(with(good, theirs), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.SIGNATURE_INVALID, "the signature does not fit the message"));
  }

  @Test
  void aSignatureThatIsCutShortIsRefused() {
    Submission good = a.send("b").submitted(null);
    byte[] half = java.util.Arrays.copyOf(good.proof().signature(), 16);
    Proof cut = new Proof(good.proof().keyId(), good.proof().token(), half);
    assertThat(signature.evaluate(with(good, cut), Views.of(a.ledger(0))).decision())
        .isEqualTo(Decision.SIGNATURE_INVALID);
  }

  @ParameterizedTest
  @CsvSource({"0, AUTH_FAILED", "1, REPLAYED", "7, REPLAYED", "8, AUTH_FAILED"})
  void whatAnInstanceHasSentThatIsGoneWasSeenBefore(long number, Decision decision) {
    Submission sent = a.send("b").instance("i0").instanceNumber(number).submitted(null);
    assertThat(registration.evaluate(sent, Views.of(a.ledger(0).burnt(7))).decision())
        .isEqualTo(decision);
    assertThat(sequence.evaluate(sent, Views.of(a.ledger(0).burnt(7))).decision())
        .isEqualTo(decision);
  }

  @Test
  void anInstanceThatIsNotRegisteredIsRefused() {
    assertThat(
            registration.evaluate(
                a.send("b").instance("i2").submitted(null), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.AUTH_FAILED, "the sending instance is not registered"));
  }

  @Test
  void aTokenOfAnotherInstanceIsRefused() {
    byte[] other = SecretKeys.random(SecretKeys.TOKEN_BYTES);
    assertThat(
            registration.evaluate(a.send("b").token(other).submitted(null), Views.of(a.ledger(0))))
        .isEqualTo(refused(Decision.AUTH_FAILED, "the token is not that of the instance"));
  }

  @ParameterizedTest
  @CsvSource({
    "1799999999999-5, true",
    "1800000000000-9, true",
    "1800000000001-0, false",
    "18446744073709551615-0, false",
    "9223372036854775808-0, false"
  })
  void judgesALapsedInstanceByWhenItsMessageEntered(String entryId, boolean passes) {
    SenderLedger lapsed = a.ledger(0).lapsed("i1", TestAgent.NOW);
    Verdict verdict = registration.evaluate(a.send("b").submitted(entryId, null), Views.of(lapsed));
    assertThat(verdict)
        .isEqualTo(
            passes
                ? Verdict.PASS
                : refused(Decision.AUTH_FAILED, "the instance's registration had lapsed"));
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, false", "4, true", "900000, true"})
  void aRegistrationNumberMustRiseAboveFloorAndLiveOnes(long number, boolean passes) {
    SenderLedger ledger = a.ledger(0).with("i3", a.entry(3, 0)).without("i1");
    assertThat(registration.evaluate(a.register(number).submitted(null), Views.of(ledger)))
        .isEqualTo(
            passes
                ? Verdict.PASS
                : refused(Decision.REPLAYED, "a registration's number must rise"));
  }

  /** Else whoever steals a key once could use up all numbers of its agent. */
  @ParameterizedTest
  @CsvSource({"1, true", "1000000, true", "1000001, false", "9223372036854775806, false"})
  void aRegistrationsNumberRisesByNoMoreThanAMillion(long step, boolean passes) {
    Verdict verdict =
        registration.evaluate(a.register(1 + step).submitted(null), Views.of(a.ledger(0)));
    assertThat(verdict.passes()).isEqualTo(passes);
    if (!passes) {
      assertThat(verdict.decision()).isEqualTo(Decision.INVALID_MESSAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "7",
        "",
        "{",
        "{\"number\":\"1\"}",
        "{\"number\":0}",
        "{\"number\":-1}",
        "{\"number\":1.0}",
        "{\"number\":1e2}",
        "{\"number\":9223372036854775808}",
        "{\"number\":1,\"number\":2}"
      })
  void aRegistrationWithoutANumberIsInvalid(String payload) {
    assertThat(
            registration
                .evaluate(
                    a.register(1).payload(payload).submitted(null), Views.of(SenderLedger.empty()))
                .decision())
        .isEqualTo(Decision.INVALID_MESSAGE);
  }

  @Test
  void aRegistrationNeedsNoInstanceThatIsKnown() {
    View view = Views.of(SenderLedger.empty());
    Submission register = a.register(1).submitted(null);
    assertThat(registration.evaluate(register, view)).isEqualTo(Verdict.PASS);
    assertThat(sequence.evaluate(register, view)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "6, false",
    "7, false",
    "8, true",
    "700, true",
    "9223372036854775807, true"
  })
  void theSequenceNumberMustRise(long number, boolean passes) {
    for (Kind kind : new Kind[] {Kind.SEND, Kind.REQUEST, Kind.REPLY, Kind.DEAD, Kind.LEAVE}) {
      assertThat(
              sequence.evaluate(
                  a.message(kind, "b").sequence(number).submitted(null), Views.of(a.ledger(7))))
          .isEqualTo(
              passes
                  ? Verdict.PASS
                  : refused(Decision.REPLAYED, "the sequence number did not rise"));
    }
  }

  @Test
  void aNumberOfAnInstanceThatIsGoneDoesNotRise() {
    assertThat(sequence.evaluate(a.send("b").submitted(null), Views.of(a.ledger(7).without("i1"))))
        .isEqualTo(refused(Decision.AUTH_FAILED, "the sending instance is not registered"));
  }
}
