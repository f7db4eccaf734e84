package io.mas.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import io.mas.Decision;
import io.mas.gateway.sample.Issuer;
import io.mas.gateway.sample.TestAgent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final Issuer ISSUER = new Issuer();
  private static final long NOW = TestAgent.NOW;
  private static final long SKEW = 30_000;

  private final AtomicInteger unknown = new AtomicInteger();

  static JwtRule rule(JwtAlgorithm algorithm) {
    return rule(algorithm, "sub", "");
  }

  private static JwtRule rule(JwtAlgorithm algorithm, String claim, String prefix) {
    return new JwtRule(
        URI.create("https://issuer.test/keys"),
        Issuer.NAME,
        Issuer.AUDIENCE,
        algorithm,
        claim,
        prefix,
        Duration.ofMillis(SKEW));
  }

  private Tokens by(JwtRule rule, byte[] jwks) throws JwksException {
    return Tokens.of(rule, Jwks.parse(jwks, rule.algorithm()), unknown::incrementAndGet);
  }

  private Shown shown(String token) throws JwksException {
    return by(rule(JwtAlgorithm.RS256), ISSUER.jwks()).examine(token, "a", NOW);
  }

  private static Shown refused(String reason) {
    return new Shown(Decision.AUTH_FAILED, reason, 0);
  }

  @ParameterizedTest
  @CsvSource({"RS256, rsa", "PS256, rsa", "ES256, ec"})
  void aGoodTokenShowsWhoTheAgentIsUntilItExpires(String algorithm, String key) throws Exception {
    String token = ISSUER.token(JWSAlgorithm.parse(algorithm), key, Issuer.claims().build());
    JwtRule rule = rule(JwtAlgorithm.valueOf(algorithm));
    assertThat(by(rule, ISSUER.jwks()).examine(token, "a", NOW))
        .isEqualTo(new Shown(Decision.ALLOWED, "", Issuer.UNTIL + SKEW));
  }

  @Test
  void soDoesOneOfEd25519() throws Exception {
    Tokens tokens = by(rule(JwtAlgorithm.EDDSA), ISSUER.edJwks());
    String token = ISSUER.edToken(Issuer.claims().build());
    assertThat(tokens.examine(token, "a", NOW).holds()).isTrue();
    String other = new Issuer().edToken(Issuer.claims().build());
    assertThat(tokens.examine(other, "a", NOW))
        .isEqualTo(refused("the token's signature does not fit"));
    assertThat(tokens.examine(token.substring(0, token.length() - 8), "a", NOW).holds()).isFalse();
  }

  record Wrong(UnaryOperator<JWTClaimsSet.Builder> change, String reason) {
    @Override
    public String toString() {
      return reason;
    }
  }

  static Stream<Wrong> wrongClaims() {
    String issuer = "the token is not one of " + Issuer.NAME;
    String audience = "the token is not for the audience mas";
    String agent = "the token's claim sub does not name the agent";
    return Stream.of(
        new Wrong(c -> c.issuer("https://issuer.test/"), issuer),
        new Wrong(c -> c.issuer(null), issuer),
        new Wrong(c -> c.audience("masked"), audience),
        new Wrong(c -> c.audience(List.of()), audience),
        new Wrong(c -> c.audience((String) null), audience),
        new Wrong(c -> c.expirationTime(null), "the token does not say when it expires"),
        new Wrong(c -> c.expirationTime(Issuer.at(0)), "the token does not say when it expires"),
        new Wrong(c -> c.expirationTime(Issuer.at(NOW - SKEW)), "the token has expired"),
        new Wrong(c -> c.notBeforeTime(Issuer.at(NOW + SKEW + 1000)), "the token is not valid yet"),
        new Wrong(c -> c.subject("b"), agent),
        new Wrong(c -> c.subject("a "), agent),
        new Wrong(c -> c.subject("A"), agent),
        new Wrong(c -> c.subject(null), agent),
        new Wrong(c -> c.claim("sub", 7), agent),
        new Wrong(c -> c.claim("exp", "soon"), "the token's claims cannot be read"));
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void aTokenWithOneWrongClaimShowsNothing(Wrong wrong) throws Exception {
    assertThat(shown(ISSUER.token(wrong.change()))).isEqualTo(refused(wrong.reason()));
  }

  @Test
  void theClockOfTheIssuerMayDiffer() throws Exception {
    assertThat(shown(ISSUER.token(c -> c.expirationTime(Issuer.at(NOW - SKEW + 1000)))).until())
        .isEqualTo(NOW + 1000);
    assertThat(shown(ISSUER.token(c -> c.notBeforeTime(Issuer.at(NOW + SKEW)))).holds()).isTrue();
  }

  @Test
  void anotherClaimMayNameTheAgentBehindAPrefix() throws Exception {
    Tokens tokens = by(rule(JwtAlgorithm.RS256, "who", "system:agents:"), ISSUER.jwks());
    String token = ISSUER.token(c -> c.claim("who", "system:agents:a"));
    assertThat(tokens.examine(token, "a", NOW).holds()).isTrue();
    assertThat(tokens.examine(token, "system:agents:a", NOW).holds()).isFalse();
    assertThat(tokens.examine(ISSUER.token(), "a", NOW).holds()).isFalse();
    assertThat(tokens.examine(ISSUER.token(c -> c.claim("who", List.of("a"))), "a", NOW).holds())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "RS384", "RS512", "PS256", "ES256"})
  void aTokenSignedByAnotherAlgorithmShowsNothing(String algorithm) throws Exception {
    // HS256: with the public key, which anybody has, as the secret
    String token = ISSUER.token(JWSAlgorithm.parse(algorithm), "rsa", Issuer.claims().build());
    assertThat(shown(token)).isEqualTo(refused("the token is not signed by RS256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.", "\u0000", "x.y.z.u.v"})
  void whatIsNoSignedTokenShowsNothing(String token) throws Exception {
    assertThat(shown(token)).isEqualTo(refused("the token is no signed JWT"));
  }

  @Test
  void aTokenThatNobodyHasSignedShowsNothing() throws Exception {
    assertThat(shown(Issuer.unsigned(Issuer.claims().build())))
        .isEqualTo(refused("the token is no signed JWT"));
    String good = ISSUER.token();
    assertThat(shown(good.substring(0, good.lastIndexOf('.') + 1)).holds()).isFalse();
  }

  @Test
  void aTokenThatWasChangedShowsNothing() throws Exception {
    String[] good = ISSUER.token().split("\\.", -1);
    String[] other = ISSUER.token(c -> c.subject("b")).split("\\.", -1);
    assertThat(shown(good[0] + "." + other[1] + "." + good[2]))
        .isEqualTo(refused("the token's signature does not fit"));
  }

  @Test
  void aTokenOfAnotherIssuersKeyShowsNothing() throws Exception {
    assertThat(shown(new Issuer().token()))
        .isEqualTo(refused("the token's signature does not fit"));
  }

  @Test
  void aKeyThatIsNotKnownIsTold() throws Exception {
    String token = ISSUER.token(JWSAlgorithm.RS256, "new", Issuer.claims().build());
    assertThat(shown(token))
        .isEqualTo(refused("the token's key is not among those of " + Issuer.NAME));
    assertThat(unknown).hasValue(1);
    shown(ISSUER.token());
    assertThat(unknown).hasValue(1);
  }

  @Test
  void aTokenNeedNameNoKeyWhereThereIsOneAlone() throws Exception {
    String token = ISSUER.token(JWSAlgorithm.RS256, null, Issuer.claims().build());
    assertThat(shown(token).holds()).isTrue();
    byte[] two = Issuer.set(ISSUER.rsa.toPublicJWK(), new Issuer().rsa.toPublicJWK());
    assertThat(by(rule(JwtAlgorithm.RS256), two).examine(token, "a", NOW).holds()).isFalse();
  }

  @Test
  void aHeaderThatMustBeUnderstoodIsRefused() throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa")
            .criticalParams(Set.of("x"))
            .customParams(Map.of("x", 1))
            .build();
    assertThat(shown(ISSUER.sign(header, Issuer.claims().build())))
        .isEqualTo(refused("the token has a header that must be understood and is not"));
  }

  @Test
  void noReasonHoldsAPartOfTheToken() throws Exception {
    for (Wrong wrong : wrongClaims().toList()) {
      String token = ISSUER.token(wrong.change());
      for (String part : token.split("\\.", -1)) {
        assertThat(shown(token).reason()).doesNotContain(part);
      }
    }
    assertThat(shown("secret.secret.secret").reason()).doesNotContain("secret");
  }

  @Test
  void withoutATokenNothingIsShown() throws Exception {
    assertThat(by(rule(JwtAlgorithm.RS256), ISSUER.jwks()).examine(null, "a", NOW))
        .isEqualTo(refused("the registration bears no token of " + Issuer.NAME));
  }

  @Test
  void withoutKeysNothingCanBeChecked() {
    assertThat(Tokens.without(rule(JwtAlgorithm.RS256), "no keys").examine("t", "a", NOW))
        .isEqualTo(new Shown(Decision.CHECK_FAILED, "no keys", 0));
  }

  @Test
  void whereNoneIsAskedForAnythingIsGood() {
    assertThat(Tokens.NONE.required()).isFalse();
    assertThat(Tokens.NONE.examine("rubbish", "a", NOW))
        .isEqualTo(new Shown(Decision.ALLOWED, "", 0));
  }
}
