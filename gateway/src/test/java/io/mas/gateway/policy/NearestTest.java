package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("greeter", "echo", "lab-2", "lab-1");

  @ParameterizedTest
  @CsvSource({
    "ecoh, echo",
    "ech, echo",
    "echoo, echo",
    "exho, echo",
    "gretre, greeter",
    "lab-3, lab-1",
    "lab-2, lab-2"
  })
  void suggestsWhatIsNear(String name, String expected) {
    assertThat(Nearest.suggestion(name, KNOWN))
        .isEqualTo("; did you mean \"%s\"?".formatted(expected));
  }

  @ParameterizedTest
  @CsvSource({"oche", "hello", "greeter-number-2", "x"})
  void suggestsNothingWhenNothingIsNear(String name) {
    assertThat(Nearest.suggestion(name, KNOWN)).isEmpty();
  }
}
