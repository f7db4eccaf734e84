package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsideTest {
  private final Aside aside = new Aside();

  @Test
  void leavesEachAloneUntilItsTime() {
    aside.put("a", 100);
    aside.put("b", 50);
    assertThat(aside.nextAt()).isEqualTo(50);
    assertThat(aside.due(49)).isEmpty();
    assertThat(aside.contains("b")).isTrue();
    assertThat(aside.due(50)).containsExactly("b");
    assertThat(aside.contains("b")).isFalse();
    assertThat(aside.contains("a")).isTrue();
    assertThat(aside.nextAt()).isEqualTo(100);
    assertThat(aside.due(1_000)).containsExactly("a");
    assertThat(aside.nextAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aLaterWordStandsInPlaceOfTheOneBefore() {
    aside.put("a", 100);
    aside.put("a", 300);
    assertThat(aside.due(100)).isEmpty();
    assertThat(aside.contains("a")).isTrue();
    assertThat(aside.due(300)).containsExactly("a");
    assertThat(aside.due(400)).isEmpty();
  }
}
