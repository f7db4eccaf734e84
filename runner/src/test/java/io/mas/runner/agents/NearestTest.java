package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void countsAddedLostChangedAndSwappedLettersAsOneMistakeEach() {
    assertThat(Nearest.distance("echo", "echoo")).isOne();
    assertThat(Nearest.distance("echo", "eco")).isOne();
    assertThat(Nearest.distance("echo", "etho")).isOne();
    assertThat(Nearest.distance("echo", "ehco")).isOne();
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void findsTheNearestWhateverItsCase() {
    assertThat(Nearest.to("ECHOAGNT", List.of("EchoAgent", "GreeterAgent"))).hasValue("EchoAgent");
  }

  @Test
  void findsNothingWhereTooMuchIsDifferent() {
    assertThat(Nearest.to("echo", List.of("greeter"))).isEmpty();
    assertThat(Nearest.to("ab", List.of("cd"))).isEmpty();
  }

  @Test
  void takesTheFirstInTheAlphabetOfSeveral() {
    assertThat(Nearest.to("cat", List.of("rat", "bat"))).hasValue("bat");
  }
}
