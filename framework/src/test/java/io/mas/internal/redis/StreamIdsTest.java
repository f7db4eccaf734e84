package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdsTest {
  private static final String MAX = "18446744073709551615";

  @ParameterizedTest
  @CsvSource({
    "0-0, 0-1",
    "0-9, 0-10",
    "9-5, 10-0",
    "1-" + MAX + ", 2-0",
    "9223372036854775807-0, 9223372036854775808-0",
    "5-9223372036854775807, 5-9223372036854775808",
    MAX + "-0, " + MAX + "-" + MAX,
    "1700000000000-0, " + MAX + "-0"
  })
  void ordersIdsAsUnsignedNumbers(String lower, String higher) {
    assertThat(StreamIds.compare(lower, higher)).isNegative();
    assertThat(StreamIds.compare(higher, lower)).isPositive();
    assertThat(StreamIds.compare(higher, higher)).isZero();
    assertThat(StreamIds.max(lower, higher)).isEqualTo(higher);
    assertThat(StreamIds.max(higher, lower)).isEqualTo(higher);
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0-1",
    "5-9, 5-10",
    "5-9223372036854775807, 5-9223372036854775808",
    "5-" + MAX + ", 6-0",
    "9223372036854775807-" + MAX + ", 9223372036854775808-0"
  })
  void knowsTheIdRightAfter(String id, String after) {
    assertThat(StreamIds.after(id)).isEqualTo(after);
  }

  /** An agent can drive its own stream there (F32); the trim must not begin at zero again. */
  @Test
  void thereIsNothingAfterTheLastId() {
    assertThat(StreamIds.after(MAX + "-" + MAX)).isEqualTo(MAX + "-" + MAX);
  }

  @Property
  void whatIsAfterIsNeverBefore(@ForAll long time, @ForAll long number) {
    String id = Long.toUnsignedString(time) + "-" + Long.toUnsignedString(number);
    assertThat(StreamIds.compare(StreamIds.after(id), id)).isGreaterThanOrEqualTo(0);
    assertThat(StreamIds.time(id)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-", "5-", "-5", "a-b", "18446744073709551616-0", "5-1-2", "$"})
  void refusesWhatIsNoId(String text) {
    assertThatThrownBy(() -> StreamIds.compare(text, text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isAnIdIfBothPartsAreUnsignedNumbersOf64Bits() {
    for (String id : List.of("0-0", "1700000000000-3", StreamIds.LAST)) {
      assertThat(StreamIds.isId(id)).as(id).isTrue();
    }
    for (String text : List.of("", "1", "-", "1-", "-1", "a-1", "1-1 ", "18446744073709551616-0")) {
      assertThat(StreamIds.isId(text)).as(text).isFalse();
    }
  }
}
