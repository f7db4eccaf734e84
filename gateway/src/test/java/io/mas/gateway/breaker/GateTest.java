package io.mas.gateway.breaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.breaker.Gate.Passing;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final long T = 1_800_000_000_000L;

  private final Map<String, String> kept = new HashMap<>();
  private final Permits permits = new Permits();
  private BreakerRule rule = BreakerRule.defaults();

  private Gate gate() {
    Map<String, byte[]> fields = new HashMap<>();
    kept.forEach((field, value) -> fields.put(field, value.getBytes(UTF_8)));
    return new Gate(Breakers.ofEach(rule), Board.EMPTY.with(3, fields), permits);
  }

  private Passing pass(long now) {
    return gate().pass("b", now);
  }

  private void open() {
    kept.put("b", "o " + T + " " + (T + 60_000) + " 0 5 failures within 300 s");
  }

  @Test
  void letsAllPassOfWhichNothingIsKnownOrThatIsClosed() {
    assertThat(pass(T).outcome()).isEqualTo(Passing.Outcome.PASSES);
    kept.put("b", "c " + T + "*4");
    assertThat(pass(T).outcome()).isEqualTo(Passing.Outcome.PASSES);
  }

  @Test
  void refusesUntilItsTimeIsOverAndSaysWhenThatIs() {
    open();
    Passing refused = pass(T + 1_000);
    assertThat(refused.outcome()).isEqualTo(Passing.Outcome.REFUSED);
    assertThat(refused.delayMillis()).isEqualTo(59_000);
    assertThat(refused.reason()).isEqualTo("the circuit of b is open: 5 failures within 300 s");
    assertThat(pass(T + 59_999).delayMillis()).isEqualTo(1);
  }

  @Test
  void waitsForAPermitWhileItIsTriedAndPassesWithOne() {
    open();
    Gate gate = gate();
    assertThat(gate.pass("b", T + 60_000).outcome()).isEqualTo(Passing.Outcome.UNKNOWN);
    assertThat(gate.settle(false)).isEmpty();
    Permit permit = permits.of("b", T, rule);
    assertThat(permit.isAsked()).isTrue();
    permit.came(1, T + 120_000, T + 60_001);
    assertThat(gate.pass("b", T + 60_002).outcome()).isEqualTo(Passing.Outcome.PASSES);
    assertThat(gate.settle(true)).isEqualTo(Long.toString(T));
    assertThat(gate.pass("b", T + 60_003).outcome()).isEqualTo(Passing.Outcome.UNKNOWN);
    permit.came(0, T + 120_000, T + 60_004);
    Passing refused = gate.pass("b", T + 60_005);
    assertThat(refused.outcome()).isEqualTo(Passing.Outcome.REFUSED);
    assertThat(refused.delayMillis()).isEqualTo(59_995);
  }

  @Test
  void whatAnotherCheckRefusesGivesItsPermitBack() {
    open();
    permits.of("b", T, rule).came(1, T + 120_000, T + 60_000);
    Gate gate = gate();
    assertThat(gate.pass("b", T + 60_000).outcome()).isEqualTo(Passing.Outcome.PASSES);
    assertThat(gate.settle(false)).isEmpty();
    assertThat(gate.pass("b", T + 60_000).outcome()).isEqualTo(Passing.Outcome.PASSES);
    assertThat(gate.settle(true)).isNotEmpty();
    assertThat(gate.pass("b", T + 60_000).outcome()).isEqualTo(Passing.Outcome.UNKNOWN);
  }

  @Test
  void aPermitEndsWithItsTrial() {
    open();
    permits.of("b", T, rule).came(1, T + 120_000, T + 60_000);
    assertThat(pass(T + 120_000).outcome()).isEqualTo(Passing.Outcome.UNKNOWN);
  }

  @Test
  void aPermitIsOfOneOpening() {
    open();
    permits.of("b", T, rule).came(1, T + 120_000, T + 60_000);
    kept.put("b", "o " + (T + 1) + " " + (T + 60_000) + " 0 it was tried, and failed again");
    assertThat(pass(T + 60_000).outcome()).isEqualTo(Passing.Outcome.UNKNOWN);
  }

  @Test
  void anOperatorsWishComesFirst() {
    kept.put("b:wish", "open " + T + " 0");
    Passing refused = pass(T);
    assertThat(refused.outcome()).isEqualTo(Passing.Outcome.REFUSED);
    assertThat(refused.delayMillis()).isZero();
    assertThat(refused.reason()).isEqualTo("the circuit of b was opened by an operator");
    open();
    kept.put("b:wish", "closed " + T + " 0");
    assertThat(pass(T + 1).outcome()).isEqualTo(Passing.Outcome.PASSES);
    kept.put("b:wish", "reset " + T + " " + T);
    assertThat(pass(T + 1).outcome()).isEqualTo(Passing.Outcome.PASSES);
    kept.put("b:wish", "reset " + (T - 1) + " " + (T - 1));
    assertThat(pass(T + 1).outcome()).isEqualTo(Passing.Outcome.REFUSED);
  }

  @Test
  void inShadowModeAllPassesAndSaysWhatWouldNotHave() {
    open();
    rule = rule.shadowed();
    Passing passing = pass(T);
    assertThat(passing.outcome()).isEqualTo(Passing.Outcome.PASSES);
    assertThat(passing.shadowed()).isTrue();
    assertThat(passing.reason()).contains("is open");
    assertThat(pass(T + 60_000).outcome()).isEqualTo(Passing.Outcome.PASSES);
    assertThat(permits.of("b", T, rule).isAsked()).isTrue();
  }
}
