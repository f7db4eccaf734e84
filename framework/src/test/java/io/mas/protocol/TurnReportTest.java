package io.mas.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.protocol.TurnReport.Trial;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnReportTest {
  @Test
  void isReadAsItWasWritten() throws ProtocolException {
    TurnReport report = new TurnReport(3, 1, Map.of("7", new Trial(2, 0), "8", new Trial(0, 1)));
    assertThat(TurnReport.fromBytes(report.toBytes())).isEqualTo(report);
    assertThat(TurnReport.fromBytes(TurnReport.NONE.toBytes())).isEqualTo(TurnReport.NONE);
  }

  @Test
  void addsUp() {
    TurnReport sum =
        TurnReport.NONE.withFailure().withTimeOut().withTrial("7", true).withTrial("7", false);
    assertThat(sum).isEqualTo(new TurnReport(1, 1, Map.of("7", new Trial(1, 1))));
    assertThat(sum.plus(sum)).isEqualTo(new TurnReport(2, 2, Map.of("7", new Trial(2, 2))));
  }

  @Test
  void namesNoMoreTrialsThanItMay() throws ProtocolException {
    TurnReport many = TurnReport.NONE;
    for (int i = 0; i < 20; i++) {
      many = many.withTrial("t" + i, true);
    }
    assertThat(TurnReport.fromBytes(many.toBytes()).trials()).hasSize(TurnReport.MAX_TRIALS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"failed\":1,\"timed_out\":0}",
        "{\"failed\":-1,\"timed_out\":0,\"trials\":{}}",
        "{\"failed\":1.5,\"timed_out\":0,\"trials\":{}}",
        "{\"failed\":99999999999,\"timed_out\":0,\"trials\":{}}",
        "{\"failed\":0,\"timed_out\":0,\"trials\":{\"7\":{\"succeeded\":1}}}",
        "{\"failed\":0,\"timed_out\":0,\"trials\":{\"012345678901234567890\":{\"succeeded\":1,\"failed\":0}}}",
        "{\"failed\":0,\"timed_out\":0,\"trials\":{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1}}"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> TurnReport.fromBytes(text.getBytes(UTF_8)))
        .isInstanceOf(ProtocolException.class);
  }
}
