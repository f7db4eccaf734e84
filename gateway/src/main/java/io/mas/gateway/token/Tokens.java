package io.mas.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.mas.Decision;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that registrations must bear, and the keys that verify them, as of one moment. Pure,
 * but that it tells of a key that it does not know; thread-safe.
 */
public final class Tokens {
  /** Asks for none. */
  public static final Tokens NONE = new Tokens(null, null, "", () -> {});

  private final @Nullable JwtRule rule;
  private final @Nullable Jwks keys;
  private final String trouble;
  private final Runnable unknownKey;

  private Tokens(@Nullable JwtRule rule, @Nullable Jwks keys, String trouble, Runnable unknownKey) {
    this.rule = rule;
    this.keys = keys;
    this.trouble = trouble;
    this.unknownKey = unknownKey;
  }

  /**
   * By a rule and keys.
   *
   * @param unknownKey what to tell of a token whose key is not among them; must not block
   */
  public static Tokens of(JwtRule rule, Jwks keys, Runnable unknownKey) {
    return new Tokens(rule, keys, "", unknownKey);
  }

  /** By a rule whose keys are not known, and why. */
  static Tokens without(JwtRule rule, String trouble) {
    return new Tokens(rule, null, trouble, () -> {});
  }

  /** Whether registrations must bear one. */
  public boolean required() {
    return rule != null;
  }

  /** Who issues them; empty if none are asked for. */
  public String issuer() {
    return rule == null ? "" : rule.issuer();
  }

  /**
   * What a token shows.
   *
   * @param token its text, or null if there is none
   * @param agent who shows it
   * @param now the time, in milliseconds since 1970
   */
  public Shown examine(@Nullable String token, String agent, long now) {
    if (rule == null) {
      return Shown.good(0);
    }
    if (token == null) {
      return Shown.nothing("the registration bears no token of " + rule.issuer());
    }
    if (keys == null) {
      return new Shown(Decision.CHECK_FAILED, trouble, 0);
    }
    String what = "the token is no signed JWT";
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String fault = signatureFault(rule, keys, jwt);
      what = "the token's claims cannot be read";
      return fault == null
          ? examine(rule, jwt.getJWTClaimsSet(), agent, now)
          : Shown.nothing(fault);
    } catch (ParseException | RuntimeException e) {
      return Shown.nothing(what); // the cause may hold parts of it
    }
  }

  private @Nullable String signatureFault(JwtRule by, Jwks known, SignedJWT jwt) {
    JWSHeader header = jwt.getHeader();
    if (!by.algorithm().isNamedBy(header.getAlgorithm())) {
      return "the token is not signed by " + by.algorithm().id();
    }
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
      return "the token has a header that must be understood and is not";
    }
    List<Jwks.Verifier> candidates = known.candidates(header.getKeyID());
    if (candidates.isEmpty()) {
      unknownKey.run();
      return "the token's key is not among those of " + by.issuer();
    }
    for (Jwks.Verifier candidate : candidates) {
      try {
        if (candidate.fits(jwt)) {
          return null;
        }
      } catch (JOSEException | GeneralSecurityException e) {
        return "the token's signature cannot be verified"; // nor can what else it may be
      }
    }
    return "the token's signature does not fit";
  }

  private static Shown examine(JwtRule by, JWTClaimsSet claims, String agent, long now) {
    long skew = by.clockSkew().toMillis();
    if (!by.issuer().equals(claims.getIssuer())) {
      return Shown.nothing("the token is not one of " + by.issuer());
    }
    if (!claims.getAudience().contains(by.audience())) {
      return Shown.nothing("the token is not for the audience " + by.audience());
    }
    long expiry = millis(claims.getExpirationTime());
    if (expiry <= 0) {
      return Shown.nothing("the token does not say when it expires");
    }
    long until = expiry > Long.MAX_VALUE - skew ? Long.MAX_VALUE : expiry + skew;
    if (until <= now) {
      return Shown.nothing("the token has expired");
    }
    if (millis(claims.getNotBeforeTime()) > now + skew) {
      return Shown.nothing("the token is not valid yet");
    }
    Object named = claims.getClaim(by.agentClaim());
    return (by.agentPrefix() + agent).equals(named)
        ? Shown.good(until)
        : Shown.nothing("the token's claim " + by.agentClaim() + " does not name the agent");
  }

  private static long millis(@Nullable Date time) {
    return time == null ? 0 : time.toInstant().toEpochMilli();
  }
}
