package io.mas.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shows that the model would see a hole, and that no rule is idle: each one, left out, breaks its
 * promise. The counterexamples are in the report; {@code -Dmas.model.seed=N} finds others.
 */
class LeftOutRuleTest {
  private static final int TRIES = 20_000;

  @ParameterizedTest
  @EnumSource
  void breaksItsPromise(Rule rule, TestReporter reporter) {
    var found = Search.without(rule, TRIES, Long.getLong("mas.model.seed", 1));
    assertThat(found).as("%s without %s, by %s", rule.breaks, rule, rule.with).isPresent();
    reporter.publishEntry("Without " + rule, found.orElseThrow().toString());
  }
}
