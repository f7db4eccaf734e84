package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.check.Backlog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogsTest {
  private static final long T = 1_800_000_000_000L;

  private final Backlogs backlogs = new Backlogs(() -> 1_000);

  private Duration retryAfter() {
    return backlogs.of("b", 0).retryAfter();
  }

  @Test
  void countsWhatWasAllowedSinceTheInboxWasSeen() {
    assertThat(backlogs.of("b", 3)).isEqualTo(new Backlog(3, Duration.ofSeconds(1)));
    backlogs.saw("b", 40, 40, T);
    assertThat(backlogs.of("b", 3).waiting()).isEqualTo(43);
    assertThat(backlogs.of("c", 0).waiting()).isZero();
    backlogs.forget();
    assertThat(backlogs.of("b", 0).waiting()).isZero();
  }

  @Test
  void asksForWhatIsNotKnownOrWouldBeHalfFull() {
    assertThat(backlogs.isToBeSeen("b", 1)).isTrue();
    backlogs.saw("b", 400, 0, T);
    assertThat(backlogs.isToBeSeen("b", 100)).isFalse();
    assertThat(backlogs.isToBeSeen("b", 101)).isTrue();
    backlogs.saw("b", 1_000, 0, T);
    assertThat(backlogs.isToBeSeen("b", 1)).isTrue();
  }

  @Test
  void estimatesWhenATenthOfTheLimitWillBeHandled() {
    backlogs.saw("b", 1_000, 0, T);
    // 100 added and the inbox shorter by 100: 200 handled in a second, so 100 in half of one
    backlogs.saw("b", 900, 100, T + 1_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofMillis(500));
    backlogs.saw("b", 899, 0, T + 2_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(30));
    backlogs.saw("b", 0, 90_000, T + 3_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void takesNoRateFromAMomentOrFromATimeWithNothingToDo() {
    backlogs.saw("b", 1_000, 0, T);
    backlogs.saw("b", 900, 0, T + 100);
    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(1));
    backlogs.saw("b", 800, 0, T + 1_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofMillis(500));
    backlogs.saw("b", 0, 0, T + 100_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void waitsLongForWhoHandlesNothingAtAll() {
    backlogs.saw("b", 1_000, 0, T);
    backlogs.saw("b", 1_000, 0, T + 5_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(1));
    backlogs.saw("b", 1_000, 0, T + 10_001);
    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void isNotMisledByWhatOthersAdd() {
    backlogs.saw("b", 10, 10, T);
    backlogs.saw("b", 500, 0, T + 1_000);
    assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }
}
