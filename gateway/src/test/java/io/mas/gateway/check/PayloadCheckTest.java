package io.mas.gateway.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Decision;
import io.mas.gateway.payload.PayloadSchema;
import io.mas.gateway.payload.TargetRule;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadCheckTest {
  private static final PayloadSchema NUMBER =
      PayloadSchema.compile("n.json", name -> "{\"type\":\"integer\"}".getBytes(UTF_8));

  private final TestAgent a = TestAgent.named("a");

  private Verdict verdict(TargetRule rule, Draft message) {
    View view =
        new View(Policy.compile(List.of()), Views.KEYS, a.ledger(0), TestAgent.NOW, Backlog.NONE);
    return new PayloadCheck(Map.of("b", rule)).evaluate(message.submitted(null), view);
  }

  private static TargetRule rule(int size, boolean shadow, String... types) {
    return TargetRule.of(List.of(types), size, Map.of("n", NUMBER), shadow);
  }

  private Draft sent(String type, String payload) {
    return a.message(Kind.SEND, "b").type(type).payload(payload);
  }

  @Test
  void refusesTypesThatTheTargetDoesNotTake() {
    TargetRule rule = rule(100, false, "order.*", "n");
    assertThat(verdict(rule, sent("order.new", "{}"))).isEqualTo(Verdict.PASS);
    assertThat(verdict(rule, sent("bill", "{}")))
        .isEqualTo(Verdict.refuse(Decision.INVALID_MESSAGE, "b takes no bill"));
    assertThat(verdict(rule(100, false), sent("bill", "{}"))).isEqualTo(Verdict.PASS);
  }

  @Test
  void refusesPayloadsThatAreTooLarge() {
    assertThat(verdict(rule(4, false), sent("t", "1234"))).isEqualTo(Verdict.PASS);
    assertThat(verdict(rule(4, false), sent("t", "12345")).reason())
        .isEqualTo("the payload has 5 bytes, and b takes 4");
  }

  @Test
  void refusesPayloadsThatDoNotFitTheSchemaOfTheirType() {
    TargetRule rule = rule(100, false);
    assertThat(verdict(rule, sent("n", "5"))).isEqualTo(Verdict.PASS);
    assertThat(verdict(rule, sent("t", "\"x\""))).isEqualTo(Verdict.PASS);
    assertThat(verdict(rule, sent("n", "\"x\"")).reason())
        .isEqualTo("the payload does not fit n.json: at /: type");
    assertThat(verdict(rule, sent("n", "{no json")).reason())
        .isEqualTo("the payload is no JSON that can be read");
  }

  @Test
  void notesAloneInShadowMode() {
    Verdict verdict = verdict(rule(4, true), sent("t", "12345"));
    assertThat(verdict.passes()).isTrue();
    assertThat(verdict.shadow())
        .isEqualTo(
            Verdict.refuse(Decision.INVALID_MESSAGE, "the payload has 5 bytes, and b takes 4"));
  }

  @Test
  void looksAtNothingElse() {
    TargetRule rule = rule(1, false, "never");
    assertThat(verdict(rule, a.message(Kind.REPLY, "b").payload("12345"))).isEqualTo(Verdict.PASS);
    assertThat(verdict(rule, a.message(Kind.SEND, "c").payload("12345"))).isEqualTo(Verdict.PASS);
  }

  @Test
  void takesNoSizeThatNoMessageHas() {
    assertThatThrownBy(() -> rule(0, false)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rule(1024 * 1024 + 1, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
