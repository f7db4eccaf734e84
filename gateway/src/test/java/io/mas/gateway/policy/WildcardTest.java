package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
  @ParameterizedTest
  @CsvSource({
    "patient*, patient, true",
    "patient*, patient_1, true",
    "patient*, impatient, false",
    "*_eu, lab_eu, true",
    "*_eu, lab_eu_1, false",
    "a*b*c, abc, true",
    "a*b*c, aXbYbZc, true",
    "a*b*c, acb, false",
    "ab*ba, aba, false",
    "*ab*ab*, ab, false",
    "*, anything, true",
    "lab, lab, true",
    "lab, Lab, false",
    "lab, labs, false",
    "a.c, abc, false"
  })
  void aStarStandsForAnyRunOfCharacters(String pattern, String id, boolean fits) {
    assertThat(Wildcard.parse(pattern).matches(id)).isEqualTo(fits);
  }

  @Test
  void knowsWhetherItFitsOneIdAlone() {
    assertThat(Wildcard.parse("lab").isExact()).isTrue();
    assertThat(Wildcard.parse("lab*").isExact()).isFalse();
    assertThat(Wildcard.parse("*").isExact()).isFalse();
  }

  @Property
  void fitsWhatTheSameRegularExpressionFits(
      @ForAll("patterns") String pattern, @ForAll("ids") String id) {
    assertThat(Wildcard.parse(pattern).matches(id))
        .isEqualTo(Pattern.matches(pattern.replace("*", ".*"), id));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings()
        .withChars('a', 'b', '*')
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(text -> !text.contains("**"));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings().withChars('a', 'b').ofMinLength(1).ofMaxLength(8);
  }
}
