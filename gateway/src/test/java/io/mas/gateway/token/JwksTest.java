package io.mas.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.mas.gateway.sample.Issuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTest {
  private static final Issuer ISSUER = new Issuer();

  private static void refused(byte[] json, JwtAlgorithm algorithm, String message) {
    assertThatThrownBy(() -> Jwks.parse(json, algorithm))
        .isInstanceOf(JwksException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void takesTheKeysOfTheAlgorithmAlone() throws Exception {
    assertThat(Jwks.parse(ISSUER.jwks(), JwtAlgorithm.RS256).candidates("rsa")).hasSize(1);
    assertThat(Jwks.parse(ISSUER.jwks(), JwtAlgorithm.RS256).candidates("ec")).isEmpty();
    assertThat(Jwks.parse(ISSUER.jwks(), JwtAlgorithm.ES256).candidates("ec")).hasSize(1);
    refused(ISSUER.jwks(), JwtAlgorithm.EDDSA, "holds no key for EdDSA among its 2 keys");
    refused(
        Issuer.set(new ECKeyGenerator(Curve.P_384).generate().toPublicJWK()),
        JwtAlgorithm.ES256,
        "holds no key for ES256 among its 1 keys");
  }

  @Test
  void leavesKeysAsideThatAreForSomethingElse() throws Exception {
    RSAKey key = ISSUER.rsa.toPublicJWK();
    for (RSAKey other :
        new RSAKey[] {
          new RSAKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build(),
          new RSAKey.Builder(key).algorithm(com.nimbusds.jose.JWSAlgorithm.PS256).build()
        }) {
      refused(Issuer.set(other), JwtAlgorithm.RS256, "holds no key for RS256 among its 1 keys");
    }
  }

  @Test
  void refusesWhatMustBeSecret() throws Exception {
    String message = "holds a private key; only public ones belong there";
    refused(
        ("{\"keys\":[" + ISSUER.rsa.toJSONString() + "]}").getBytes(StandardCharsets.UTF_8),
        JwtAlgorithm.RS256,
        message);
    String secret = new OctetSequenceKey.Builder(new byte[32]).build().toJSONString();
    refused(
        ("{\"keys\":[" + secret + "]}").getBytes(StandardCharsets.UTF_8),
        JwtAlgorithm.RS256,
        message);
  }

  @Test
  void refusesAnRsaKeyThatIsTooShort() throws Exception {
    refused(
        Issuer.set(new RSAKeyGenerator(1024, true).generate().toPublicJWK()),
        JwtAlgorithm.RS256,
        "holds an RSA key of less than 2048 bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "secret", "[]", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"RSA\"}]}"})
  void saysNothingOfWhatIsNoSet(String text) {
    refused(text.getBytes(StandardCharsets.UTF_8), JwtAlgorithm.RS256, "is no JWK set");
  }

  @Test
  void refusesASetThatIsTooLong() {
    refused(new byte[Jwks.MAX_BYTES + 1], JwtAlgorithm.RS256, "has more than 262144 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "https://issuer.test/keys, true",
    "file:///etc/keys.json, true",
    "http://localhost:8080/keys, true",
    "http://127.0.0.1/keys, true",
    "http://issuer.test/keys, false",
    "http://localhost.issuer.test/keys, false",
    "ftp://issuer.test/keys, false",
    "https:///keys, false",
    "keys.json, false"
  })
  void keysComeFromWhereNotAnybodyCanChangeThem(String place, boolean safe) {
    assertThat(JwtRule.isSafe(URI.create(place))).isEqualTo(safe);
  }
}
