package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.mas.PayloadMappingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value comes back as it went in, with the whole state and as one property of it. */
class StateSnapshotTest {

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green as grass";
      }
    }
  }

  record Inner(String name, int count, Inner deeper) {}

  record Numbers(
      byte b,
      short s,
      int i,
      long l,
      float f,
      double d,
      Integer boxed,
      BigInteger big,
      BigDecimal dec) {}

  record Times(
      Instant instant,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Duration duration,
      Period period,
      Year year,
      YearMonth month,
      DayOfWeek day,
      ZoneId zone) {}

  record Others(
      boolean flag,
      Boolean boxed,
      char letter,
      String text,
      Colour colour,
      UUID id,
      Inner inner,
      Optional<String> maybe,
      Optional<Inner> maybeInner) {}

  record Many(
      List<Inner> list,
      List<List<Integer>> lists,
      Set<Colour> set,
      Map<String, BigDecimal> map,
      Map<Colour, Instant> byColour,
      Map<Integer, List<String>> byNumber) {}

  @SuppressWarnings("ArrayRecordComponent") // arrays are what is to be stored
  record Arrayed(byte[] bytes, int[] numbers, String[] texts) {}

  record Only<T>(T value) {}

  static Stream<Object> states() {
    return Stream.of(
        new Numbers(
            Byte.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            0.1f,
            0.1,
            null,
            BigInteger.TEN.pow(200).negate(),
            new BigDecimal("12345678901234567890.1234567890123456789000")),
        new Numbers(
            (byte) 0,
            (short) 0,
            0,
            Long.MIN_VALUE,
            Float.MIN_VALUE,
            Double.MAX_VALUE,
            0,
            BigInteger.ZERO,
            new BigDecimal("0E+3")),
        new Numbers(
            (byte) 0,
            (short) 0,
            0,
            1L << 53,
            Float.NEGATIVE_INFINITY,
            Double.NaN,
            1,
            BigInteger.ONE,
            new BigDecimal("1E-20")),
        new Numbers(
            (byte) 0, (short) 0, 0, 0, 0.0f, 0.0, 1, BigInteger.ONE, new BigDecimal("0.00")),
        new Times(
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            LocalDate.of(2024, 2, 29),
            LocalTime.of(23, 59, 59, 999_999_999),
            LocalDateTime.of(2026, 1, 2, 0, 0),
            OffsetDateTime.parse("2026-01-02T03:04:05+05:30"),
            ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"),
            Duration.ofSeconds(-1, 5),
            Period.of(1, 2, 3),
            Year.of(2026),
            YearMonth.of(2026, 11),
            DayOfWeek.FRIDAY,
            ZoneId.of("America/New_York")),
        new Times(
            Instant.EPOCH.minusNanos(1),
            LocalDate.of(-1, 1, 1),
            LocalTime.MIDNIGHT,
            LocalDateTime.MIN,
            OffsetDateTime.parse("2026-01-02T03:04:05Z"),
            ZonedDateTime.parse("2026-01-02T03:04Z[UTC]"),
            Duration.ZERO,
            Period.ZERO,
            Year.of(-5),
            YearMonth.of(12_026, 1),
            DayOfWeek.MONDAY,
            java.time.ZoneOffset.UTC),
        new Times(null, null, null, null, null, null, null, null, null, null, null, null),
        new Others(
            true,
            Boolean.FALSE,
            '€',
            "a\"\\\u0000\n𝄞 @",
            Colour.GREEN,
            new UUID(1, 2),
            new Inner("a", 1, new Inner(null, 2, null)),
            Optional.of(""),
            Optional.of(new Inner("b", 0, null))),
        new Others(false, null, '\0', null, null, null, null, Optional.empty(), Optional.empty()),
        new Many(
            Arrays.asList(new Inner("a", 1, null), null),
            List.of(List.of(), List.of(1, 2)),
            Set.of(Colour.RED, Colour.GREEN),
            Map.of("", new BigDecimal("1.10"), "@x", BigDecimal.ZERO),
            Map.of(Colour.GREEN, Instant.EPOCH),
            Map.of(7, List.of("x"))),
        new Many(List.of(), List.of(), Set.of(), Map.of(), Map.of(), Map.of()),
        new Arrayed(new byte[] {0, -1, 127}, new int[] {1, 2}, new String[] {null, ""}),
        new Arrayed(new byte[0], null, new String[0]));
  }

  @ParameterizedTest
  @MethodSource("states")
  void aWholeStateComesBack(Object state) {
    StateSnapshot stored = new StateSnapshot("r", StateSnapshot.propertiesOf(state));
    same(stored.as(typeOf(state)), state);
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyPropertySetByItselfComesBack(Object state) throws ReflectiveOperationException {
    StateSnapshot stored = StateSnapshot.empty();
    for (var component : state.getClass().getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      Map<String, Object> one = new HashMap<>();
      one.put(component.getName(), component.getAccessor().invoke(state));
      stored = new StateSnapshot("r", stored.with(one));
    }
    same(stored.as(typeOf(state)), state);
  }

  @Test
  void aStateHasOneJsonTextForEachProperty() {
    assertThat(StateSnapshot.propertiesOf(new Inner("a", 1, new Inner("b", 2, null))))
        .containsOnly(
            Map.entry("name", "\"a\""),
            Map.entry("count", "1"),
            Map.entry("deeper", "{\"name\":\"b\",\"count\":2,\"deeper\":null}"));
  }

  @Test
  void whatWasNeverSetIsZeroFalseOrNull() {
    assertThat(StateSnapshot.empty().as(typeOf(new Inner(null, 0, null))))
        .isEqualTo(new Inner(null, 0, null));
  }

  /** A plain class with fields of its own accord, as interfaces.md allows. */
  public static final class Bean {
    private int seen = 5;
    public LocalDate since = LocalDate.EPOCH;

    public int getSeen() {
      return seen;
    }

    public void setSeen(int seen) {
      this.seen = seen;
    }
  }

  @Test
  void aPlainClassComesBackAndKeepsItsDefaults() {
    Bean bean = new Bean();
    bean.setSeen(9);
    bean.since = LocalDate.of(2026, 1, 1);
    JavaType type = TypeFactory.defaultInstance().constructType(Bean.class);

    Bean back = (Bean) new StateSnapshot("r", StateSnapshot.propertiesOf(bean)).as(type);

    assertThat(back).usingRecursiveComparison().isEqualTo(bean);
    assertThat(((Bean) StateSnapshot.empty().as(type)).getSeen()).isEqualTo(5);
  }

  @Test
  void aGenericStateComesBackTyped() {
    JavaType type =
        TypeFactory.defaultInstance().constructParametricType(Only.class, LocalDate.class);
    Only<LocalDate> state = new Only<>(LocalDate.EPOCH);
    assertThat(new StateSnapshot("r", StateSnapshot.propertiesOf(state)).as(type)).isEqualTo(state);
  }

  @Test
  void aMapIsAStateToo() {
    JavaType type =
        TypeFactory.defaultInstance().constructMapType(Map.class, String.class, Long.class);
    Map<String, Long> state = new LinkedHashMap<>(Map.of("a", 1L, "b", Long.MAX_VALUE));
    assertThat(new StateSnapshot("r", StateSnapshot.propertiesOf(state)).as(type)).isEqualTo(state);
  }

  @Test
  void refusesAStateWithoutProperties() {
    for (Object state : new Object[] {7, "text", List.of(1), Colour.RED}) {
      assertThatThrownBy(() -> StateSnapshot.propertiesOf(state))
          .isInstanceOf(PayloadMappingException.class)
          .hasMessage(
              "a state is a record or class with properties, not " + state.getClass().getName());
    }
  }

  @Test
  void refusesNamesThatAreReserved() {
    for (String name : new String[] {"", "@revision", "@"}) {
      assertThatThrownBy(() -> StateSnapshot.propertiesOf(Map.of(name, 1)))
          .isInstanceOf(PayloadMappingException.class);
      assertThatThrownBy(() -> StateSnapshot.empty().with(Map.of(name, 1)))
          .isInstanceOf(PayloadMappingException.class);
    }
  }

  @Test
  void aPropertyThatDoesNotFitIsNamedWithoutItsValue() {
    StateSnapshot stored = new StateSnapshot("r", Map.of("name", "\"a\"", "count", "\"secret-0\""));
    assertThatThrownBy(() -> stored.as(typeOf(new Inner(null, 0, null))))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageContaining("count")
        .hasMessageContaining(Inner.class.getName())
        .satisfies(e -> assertThat(stackTraceOf(e)).doesNotContain("secret-0"));
  }

  @Test
  void storedTextThatIsNoJsonIsNamedWithoutItsText() {
    for (String text : new String[] {"secret-0", "{\"a\":", "1e99999999999", "1 2"}) {
      StateSnapshot stored = new StateSnapshot("r", Map.of("name", text));
      assertThatThrownBy(() -> stored.as(typeOf(new Inner(null, 0, null))))
          .as(text)
          .isInstanceOf(PayloadMappingException.class)
          .satisfies(e -> assertThat(stackTraceOf(e)).doesNotContain("secret-0"));
    }
  }

  /** Or the state could be written and never read again. */
  @Test
  void refusesToStoreWhatCouldNotBeReadAgain() {
    Object deep = "x";
    for (int i = 0; i < 101; i++) {
      deep = List.of(deep);
    }
    for (Object value :
        new Object[] {
          deep, BigInteger.TEN.pow(1001), new BigDecimal("1E+10001"), "x".repeat(2_100_000)
        }) {
      assertThatThrownBy(() -> StateSnapshot.propertiesOf(new Only<>(value)))
          .isInstanceOf(PayloadMappingException.class);
      assertThatThrownBy(() -> StateSnapshot.empty().with(Map.of("value", value)))
          .isInstanceOf(PayloadMappingException.class);
    }
  }

  @Test
  void knowsWhatOthersHaveOtherwise() {
    StateSnapshot stored = new StateSnapshot("r", Map.of("a", "1", "b", "2"));
    Map<String, String> others = Map.of("b", "3", "c", "4");
    assertThat(stored.changedIn(others)).isEqualTo(others);
    assertThat(stored.missingIn(others)).containsExactly("a");
    assertThat(stored.changedIn(stored.properties())).isEmpty();
    assertThat(stored.missingIn(stored.properties())).isEmpty();
  }

  private static JavaType typeOf(Object state) {
    return TypeFactory.defaultInstance().constructType(state.getClass());
  }

  private static void same(Object actual, Object expected) {
    if (expected instanceof Arrayed) {
      assertThat(actual).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(expected);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  static String stackTraceOf(Throwable error) {
    java.io.StringWriter text = new java.io.StringWriter();
    error.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
