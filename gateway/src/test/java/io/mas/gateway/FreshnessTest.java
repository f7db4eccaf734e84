package io.mas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private long now = Long.MAX_VALUE - 5; // the clock may wrap around
  private long lasts;
  private int reads;
  private boolean away;

  private final Freshness freshness =
      new Freshness(
          () -> now,
          () -> {
            if (away) {
              throw new IllegalStateException("away");
            }
            pass(lasts);
            reads++;
          });

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void readsFirstWhatWasNeverRead() {
    freshness.require();
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void readsAgainAfterTheBoundAndNotBefore() {
    freshness.refresh();
    pass(1_000);
    freshness.require();
    assertThat(reads).isEqualTo(1);
    pass(1);
    freshness.require();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void countsFromTheBeginningOfTheRead() {
    lasts = 700;
    freshness.refresh();
    pass(301);
    freshness.require();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void failsUntilItCouldBeRead() {
    freshness.refresh();
    away = true;
    pass(1_001);
    assertThatThrownBy(freshness::require).hasMessage("away");
    assertThatThrownBy(freshness::require).hasMessage("away");
    away = false;
    freshness.require();
    assertThat(reads).isEqualTo(2);
  }
}
