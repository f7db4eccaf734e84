package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.breaker.Gate;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Limiter;
import io.mas.gateway.sample.Issuer;
import io.mas.gateway.sample.TestAgent;
import io.mas.gateway.token.Jwks;
import io.mas.gateway.token.JwtAlgorithm;
import io.mas.gateway.token.JwtRule;
import io.mas.gateway.token.Tokens;
import io.mas.protocol.Digests;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCheckTest {
  private static final Issuer ISSUER = new Issuer();

  private final TestAgent a = TestAgent.named("a");
  private final Check check = new TokenCheck();

  private static Tokens tokens() throws Exception {
    JwtRule rule =
        new JwtRule(
            URI.create("https://issuer.test/keys"),
            Issuer.NAME,
            Issuer.AUDIENCE,
            JwtAlgorithm.RS256,
            "sub",
            "",
            Duration.ZERO);
    return Tokens.of(rule, Jwks.parse(ISSUER.jwks(), JwtAlgorithm.RS256), () -> {});
  }

  private static View view(SenderLedger ledger) throws Exception {
    return new View(
        null,
        Views.KEYS,
        ledger,
        TestAgent.NOW,
        Backlog.NONE,
        Limiter.NONE,
        Gate.OPEN,
        Restrictions.NONE,
        tokens());
  }

  private SenderLedger until(long expiresAt) {
    return SenderLedger.empty()
        .with("i1", new InstanceEntry(1, 0, Digests.sha256(a.token()), 0, expiresAt));
  }

  private static Submission registers(TestAgent agent, String token) {
    return agent.register(1).payload("{\"number\":1,\"jwt\":\"" + token + "\"}").submitted(null);
  }

  @Test
  void aRegistrationWithTheAgentsTokenPasses() throws Exception {
    assertThat(check.evaluate(registers(a, ISSUER.token()), view(SenderLedger.empty())))
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void oneWithTheTokenOfAnotherAgentIsRefused() throws Exception {
    assertThat(
            check.evaluate(
                registers(TestAgent.named("b"), ISSUER.token()), view(SenderLedger.empty())))
        .isEqualTo(
            Verdict.refuse(Decision.AUTH_FAILED, "the token's claim sub does not name the agent"));
  }

  @Test
  void oneWithoutATokenIsRefused() throws Exception {
    assertThat(check.evaluate(a.register(1).submitted(null), view(SenderLedger.empty())))
        .isEqualTo(
            Verdict.refuse(
                Decision.AUTH_FAILED, "the registration bears no token of https://issuer.test"));
  }

  @Test
  void whatCanBeNoTokenIsInvalid() throws Exception {
    for (String rubbish : new String[] {"7", "null", "[]", "\"" + "x".repeat(8193) + "\""}) {
      Submission registers =
          a.register(1).payload("{\"number\":1,\"jwt\":" + rubbish + "}").submitted(null);
      assertThat(check.evaluate(registers, view(SenderLedger.empty())).decision())
          .isEqualTo(Decision.INVALID_MESSAGE);
    }
  }

  @Test
  void aRegistrationIsJudgedByTheClockOfNowWheneverItSaysThatItCame() throws Exception {
    String expired = ISSUER.token(c -> c.expirationTime(Issuer.at(TestAgent.NOW - 1000)));
    Submission early =
        a.register(1)
            .payload("{\"number\":1,\"jwt\":\"" + expired + "\"}")
            .submitted(TestAgent.NOW - 60_000 + "-0", null);
    assertThat(check.evaluate(early, view(SenderLedger.empty())))
        .isEqualTo(Verdict.refuse(Decision.AUTH_FAILED, "the token has expired"));
  }

  @ParameterizedTest
  @CsvSource({
    "1799999999999-5, true",
    "1800000000000-9, true",
    "1800000000001-0, false",
    "18446744073709551615-0, false"
  })
  void aMessageIsJudgedByWhenItEntered(String entryId, boolean passes) throws Exception {
    assertThat(check.evaluate(a.send("b").submitted(entryId, null), view(until(TestAgent.NOW))))
        .isEqualTo(
            passes
                ? Verdict.PASS
                : Verdict.refuse(
                    Decision.AUTH_FAILED, "its token from https://issuer.test has expired"));
  }

  @Test
  void underATokenThatIsSpentNothingPassesWheneverItSaysThatItEntered() throws Exception {
    SenderLedger spent = until(TestAgent.NOW - 60_000).spent(TestAgent.NOW - 50_000);
    assertThat(
            check
                .evaluate(a.send("b").submitted(TestAgent.NOW - 90_000 + "-0", null), view(spent))
                .decision())
        .isEqualTo(Decision.AUTH_FAILED);
    SenderLedger recent = until(TestAgent.NOW - 1_000);
    assertThat(recent.spent(TestAgent.NOW - 1_000)).isEqualTo(recent);
  }

  @Test
  void anInstanceThatRegisteredWithoutATokenIsRefused() throws Exception {
    assertThat(check.evaluate(a.send("b").submitted(null), view(a.ledger(0))))
        .isEqualTo(
            Verdict.refuse(
                Decision.AUTH_FAILED,
                "its registration bore no token of https://issuer.test; it must register anew"));
  }

  @Test
  void whoLeavesNeedsNone() throws Exception {
    assertThat(check.evaluate(a.leave().submitted(null), view(until(1)))).isEqualTo(Verdict.PASS);
  }

  @Test
  void whereNoneIsAskedForNothingIsRefused() {
    View none = Views.of(until(TestAgent.NOW - 1));
    assertThat(check.evaluate(a.send("b").submitted(null), none)).isEqualTo(Verdict.PASS);
    assertThat(check.evaluate(registers(a, "rubbish"), none)).isEqualTo(Verdict.PASS);
  }
}
