package io.mas.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.gateway.token.JwtAlgorithm;
import io.mas.gateway.token.JwtRule;
import io.mas.runner.config.GatewayConfig;
import io.mas.runner.config.GatewayFile;
import io.mas.runner.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtRuleOfTest {
  private static final String GOOD =
      """
      security:
        jwt:
          jwks: keys.json
          issuer: https://issuer.test
          audience: mas
          algorithm: EdDSA
      """;

  @TempDir private Path dir;

  @BeforeEach
  void keys() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    String x =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOfRange(key, key.length - 32, key.length));
    Files.writeString(
        dir.resolve("keys.json"),
        "{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"" + x + "\"}]}");
    Files.writeString(dir.resolve("secret.txt"), "correct horse battery staple");
  }

  private GatewayConfig.Jwt read(String yaml) throws IOException {
    Path file = Files.writeString(dir.resolve("gateway.yaml"), yaml);
    return GatewayFile.load(file, Map.of()).config().security().jwt().orElseThrow();
  }

  @Test
  void readsWhatIsWrittenAndTheDefaults() throws IOException {
    GatewayConfig.Jwt jwt = read(GOOD);
    JwtRuleOf.check(jwt);
    assertThat(JwtRuleOf.config(jwt))
        .isEqualTo(
            new JwtRule(
                dir.resolve("keys.json").toUri(),
                "https://issuer.test",
                "mas",
                JwtAlgorithm.EDDSA,
                "sub",
                "",
                Duration.ofSeconds(30)));
  }

  @Test
  void aServerIsNotAskedBeforeTheGatewayRuns() throws IOException {
    GatewayConfig.Jwt jwt = read(GOOD.replace("keys.json", "https://nowhere.invalid/keys"));
    JwtRuleOf.check(jwt);
    assertThat(jwt.jwks().value()).isEqualTo(URI.create("https://nowhere.invalid/keys"));
  }

  @Test
  void withoutTheSectionNothingIsAskedFor() throws IOException {
    Path file = Files.writeString(dir.resolve("gateway.yaml"), "security: {redis_acl: auto}\n");
    assertThat(GatewayFile.load(file, Map.of()).config().security().jwt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EdDSA | none | 6:16: security.jwt.algorithm: expected one of RS256, PS256, ES256, EdDSA, found 'none'",
        "EdDSA | HS256 | 6:16: security.jwt.algorithm: expected one of RS256, PS256, ES256, EdDSA, found 'HS256'",
        "EdDSA | rs256 | 6:16: security.jwt.algorithm: expected one of RS256, PS256, ES256, EdDSA, found 'rs256'",
        "issuer: https | isuer: https | security.jwt.issuer is missing",
        "issuer: https | isuer: https | unknown key `isuer` in security.jwt; did you mean `issuer`?",
        "audience: mas | audience: ' ' | security.jwt.audience is blank",
        "keys.json | lost.json | 3:11: security.jwt.jwks: `lost.json` does not exist",
        "keys.json | http://issuer.test/keys | 3:11: security.jwt.jwks: expected a file, or an https:// URL without a password",
        "keys.json | https://me:secret@issuer.test/keys | 3:11: security.jwt.jwks: expected a file, or an https:// URL"
      })
  void saysWhatIsWrong(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("me:secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keys.json | secret.txt | is no JWK set",
        "EdDSA | RS256 | holds no key for RS256 among its 1 keys"
      })
  void saysWhatIsWrongWithTheKeys(String right, String wrong, String message) throws IOException {
    GatewayConfig.Jwt jwt = read(GOOD.replace(right, wrong));
    assertThatThrownBy(() -> JwtRuleOf.check(jwt))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gateway.yaml:3")
        .hasMessageContaining(message)
        .hasMessageNotContaining("horse");
  }
}
