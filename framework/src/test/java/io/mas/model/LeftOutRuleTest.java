package io.mas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shows that the model would see a hole, and that no rule is idle: each one, left out, breaks its
 * promise. The counterexamples are in target/counterexamples; {@code -Dmas.model.seed=N} finds
 * others.
 */
class LeftOutRuleTest {
  private static final int TRIES = 20_000;

  @ParameterizedTest
  @EnumSource
  void breaksItsPromise(Rule rule) throws IOException {
    var found = Search.without(rule, TRIES, Long.getLong("mas.model.seed", 1));
    assertThat(found).as("%s without %s, by %s", rule.breaks, rule, rule.with).isPresent();
    var directory = Files.createDirectories(Path.of("target", "counterexamples"));
    Files.writeString(directory.resolve(rule + ".txt"), found.orElseThrow().toString());
  }
}
