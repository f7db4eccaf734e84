package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Decision;
import io.mas.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideTokenTest {
  private static final long NOW = 1_800_000_000_000L;

  @TempDir private Path dir;
  private Path file;
  private OutsideToken token;

  @BeforeEach
  void file() {
    file = dir.resolve("token");
    token = new OutsideToken(new JwtFile(file));
  }

  private static String jwt(String claims) {
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    return "h." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".s";
  }

  private static String until(long millis) {
    return jwt("{\"exp\": %d}".formatted(millis / 1000));
  }

  private void put(String text) throws IOException {
    Files.writeString(file, text + "\n");
  }

  private void show() {
    token.toShow();
    token.shown(NOW);
  }

  private static Rejection refusal() {
    return new Rejection("id", "mas", "mas.register", Decision.AUTH_FAILED, "why", null, List.of());
  }

  @Test
  void showsWhatTheFileHolds() throws IOException {
    put(until(NOW + 1000));
    token.read(NOW);
    assertThat(token.toShow()).isEqualTo(until(NOW + 1000));
    token.shown(NOW);
    assertThat(token.trouble(NOW)).isNull();
    assertThat(token.isToBeShown(NOW)).isFalse();
  }

  @Test
  void showsAnotherOnceThatIsThere() throws IOException {
    put(until(NOW + 1000));
    token.read(NOW);
    show();
    put(until(NOW + 60_000));
    assertThat(token.isToBeShown(NOW)).isTrue();
    assertThat(token.isToBeShown(NOW)).isTrue(); // it was not shown yet
    show();
    assertThat(token.isToBeShown(NOW)).isFalse();
  }

  @Test
  void oneThatWasPerhapsNotShownIsShownAgain() throws IOException {
    put(until(NOW + 1000));
    token.read(NOW);
    show();
    token.toShow(); // and no answer came
    assertThat(token.isToBeShown(NOW)).isTrue();
  }

  @Test
  void saysThatItHasExpiredAndShowsItNoMore() throws IOException {
    put(until(NOW + 1000));
    token.read(NOW);
    show();
    assertThat(token.isToBeShown(NOW + 1000)).isFalse();
    assertThat(token.trouble(NOW + 1000))
        .isEqualTo("its token has expired, and " + file + " holds no other");
    assertThatThrownBy(() -> token.read(NOW + 1000))
        .isInstanceOf(TokenException.class)
        .hasMessage("the token in " + file + " has expired");
  }

  @Test
  void aFileThatIsGoneIsATroubleButNoEnd() throws IOException {
    put(until(NOW + 1000));
    token.read(NOW);
    show();
    Files.delete(file);
    assertThat(token.isToBeShown(NOW)).isFalse();
    assertThat(token.trouble(NOW))
        .isEqualTo("the token file " + file + " cannot be read: NoSuchFileException");
    put(until(NOW + 1000));
    assertThat(token.isToBeShown(NOW)).isFalse();
    assertThat(token.trouble(NOW)).isNull();
  }

  @Test
  void oneThatWasRefusedIsShownAgainAfterAMinuteAndAnotherAtOnce() throws IOException {
    put(until(NOW + 600_000));
    token.read(NOW);
    show();
    token.refused(refusal());
    assertThat(token.trouble(NOW)).isEqualTo("its latest token was refused: AUTH_FAILED, why");
    assertThat(token.isToBeShown(NOW + 59_999)).isFalse();
    assertThat(token.isToBeShown(NOW + 60_000)).isTrue();
    put(until(NOW + 700_000));
    assertThat(token.isToBeShown(NOW)).isTrue();
    show();
    assertThat(token.trouble(NOW)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8193, 100_000})
  void refusesWhatCanBeNoToken(int length) throws IOException {
    put("x".repeat(length));
    assertThatThrownBy(() -> token.read(NOW))
        .isInstanceOf(TokenException.class)
        .hasMessage("the token file " + file + " must hold a token of 1 to 8192 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"exp\": \"soon\"}", "{", "7", "{\"exp\": 1e400}"})
  void whatDoesNotSayWhenItExpiresIsForTheGatewayToJudge(String claims) throws IOException {
    put(jwt(claims));
    token.read(NOW);
    assertThat(token.toShow()).isEqualTo(jwt(claims));
  }

  @Test
  void isNeverPrinted() throws IOException {
    put(until(NOW));
    assertThat(new JwtFile(file).read()).hasToString("Token[1800000000]");
  }
}
