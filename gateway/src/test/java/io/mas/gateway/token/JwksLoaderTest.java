package io.mas.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.mas.Decision;
import io.mas.gateway.sample.Issuer;
import io.mas.gateway.sample.TestAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JwksLoaderTest {
  private static final Issuer ISSUER = new Issuer();
  private static final Issuer LATER = new Issuer();

  private long now = -5;
  private byte[] keys = ISSUER.jwks();
  private boolean away;
  private int reads;

  private byte[] read() throws IOException {
    reads++;
    if (away) {
      throw new IOException("away");
    }
    return keys;
  }

  private JwksLoader ofServer() {
    return new JwksLoader(TokensTest.rule(JwtAlgorithm.RS256), this::read, () -> now);
  }

  private JwksLoader ofFile(Path file) {
    JwtRule rule =
        new JwtRule(
            file.toUri(),
            Issuer.NAME,
            Issuer.AUDIENCE,
            JwtAlgorithm.RS256,
            "sub",
            "",
            Duration.ZERO);
    return new JwksLoader(rule, JwksSource.of(file.toUri(), () -> now), () -> now);
  }

  private void pass(JwksLoader loader, Duration time) {
    now += time.toNanos();
    loader.look();
  }

  private static Shown shown(JwksLoader loader, Issuer issuer) {
    return loader.current().examine(issuer.token(), "a", TestAgent.NOW);
  }

  @Test
  void asksAServerEveryFiveMinutes() {
    JwksLoader loader = ofServer();
    keys = LATER.jwks();
    pass(loader, Duration.ofSeconds(299));
    assertThat(reads).isOne();
    assertThat(shown(loader, ISSUER).holds()).isTrue();
    pass(loader, Duration.ofSeconds(1));
    assertThat(shown(loader, ISSUER).holds()).isFalse();
    assertThat(shown(loader, LATER).holds()).isTrue();
  }

  @Test
  void asksForAKeyThatIsNotKnownOnceAMinute() {
    JwksLoader loader = ofServer();
    String unknown = ISSUER.token(JWSAlgorithm.RS256, "new", Issuer.claims().build());
    for (int i = 0; i < 10; i++) {
      loader.current().examine(unknown, "a", TestAgent.NOW);
      pass(loader, Duration.ofSeconds(6));
    }
    assertThat(reads).isEqualTo(2);
    pass(loader, Duration.ofSeconds(60)); // none is missed any more
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keysThatCannotBeReadAnyMoreHoldForAnHour() {
    JwksLoader loader = ofServer();
    away = true;
    pass(loader, Duration.ofMinutes(59));
    assertThat(shown(loader, ISSUER).holds()).isTrue();
    pass(loader, Duration.ofSeconds(61));
    assertThat(shown(loader, ISSUER))
        .isEqualTo(
            new Shown(
                Decision.CHECK_FAILED,
                "the keys of https://issuer.test could not be read for an hour",
                0));
    away = false;
    pass(loader, Duration.ofMinutes(1));
    assertThat(shown(loader, ISSUER).holds()).isTrue();
  }

  @Test
  void keysThatWereNeverReadDecideNothing() {
    away = true;
    JwksLoader loader = ofServer();
    assertThat(shown(loader, ISSUER).decision()).isEqualTo(Decision.CHECK_FAILED);
    away = false;
    pass(loader, Duration.ofSeconds(59));
    assertThat(shown(loader, ISSUER).decision()).isEqualTo(Decision.CHECK_FAILED);
    pass(loader, Duration.ofSeconds(1));
    assertThat(shown(loader, ISSUER).holds()).isTrue();
  }

  @Test
  void aSetThatCannotBeUsedLeavesTheOneBefore() {
    JwksLoader loader = ofServer();
    keys = new byte[] {'{'};
    pass(loader, Duration.ofMinutes(5));
    assertThat(shown(loader, ISSUER).holds()).isTrue();
  }

  @Test
  void aFileIsLookedAtEachTime(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("keys.json"), ISSUER.jwks());
    JwksLoader loader = ofFile(file);
    assertThat(shown(loader, ISSUER).holds()).isTrue();
    Files.write(file, LATER.jwks());
    pass(loader, Duration.ofSeconds(1));
    assertThat(shown(loader, ISSUER).holds()).isFalse();
    assertThat(shown(loader, LATER).holds()).isTrue();
    Files.delete(file);
    pass(loader, Duration.ofMinutes(60));
    assertThat(shown(loader, LATER).holds()).isTrue();
    pass(loader, Duration.ofSeconds(1));
    assertThat(shown(loader, LATER).decision()).isEqualTo(Decision.CHECK_FAILED);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI place = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/keys");
      JwksSource source = JwksSource.of(place, System::nanoTime);
      JwksLoader loader =
          new JwksLoader(TokensTest.rule(JwtAlgorithm.RS256), source, System::nanoTime);
      assertThat(shown(loader, ISSUER).decision()).isEqualTo(Decision.CHECK_FAILED);
    }
  }
}
