package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that ask for a person's approval. */
class ApprovalRuleTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static PolicyRule allow(int line) {
    return new PolicyRule.Allow("a", List.of("b"), new Origin("agents.yaml", line));
  }

  private static PolicyRule held(int line, String... types) {
    return allow(line).under(new Terms(List.of(types), false, HOUR));
  }

  @Test
  void goBeforeThoseThatDoNotWhicheverIsListedFirst() {
    for (List<PolicyRule> rules :
        List.of(List.of(allow(1), held(2, "pay.*")), List.of(held(2, "pay.*"), allow(1)))) {
      Policy policy = Policy.compile(rules);
      assertThat(policy.decide("a", "b", "pay.out").approval()).isEqualTo(HOUR);
      assertThat(policy.decide("a", "b", "pay.out").reason())
          .isEqualTo("allowed by allow (agents.yaml:2), with approval");
      assertThat(policy.decide("a", "b", "ask").approval()).isNull();
      assertThat(policy.mayReach("a", "b")).isTrue();
    }
  }

  @Test
  void areBehindABlock() {
    Policy policy =
        Policy.compile(
            List.of(held(1), new PolicyRule.Block("a", List.of("*"), new Origin("x", 2))));
    assertThat(policy.decide("a", "b", "ask").allowed()).isFalse();
    assertThat(policy.mayReach("a", "b")).isFalse();
  }

  @Test
  void allowWhatNothingElseDoes() {
    Policy policy = Policy.compile(List.of(held(1)));
    assertThat(policy.decide("a", "b", "ask").allowed()).isTrue();
    assertThat(policy.mayReach("a", "b")).isTrue();
    assertThat(policy.decide("b", "a", "ask").allowed()).isFalse();
  }

  @Test
  void canBeOfAnyKindThatAllows() {
    Terms terms = new Terms(List.of(), false, HOUR);
    Origin at = Origin.CODE;
    List<String> many = java.util.stream.IntStream.range(0, 40).mapToObj(i -> "m" + i).toList();
    Policy policy =
        Policy.compile(
            List.of(
                new PolicyRule.Role("r", List.of("send:c*"), "", at),
                new PolicyRule.AssignRole("a", "r", at).under(terms),
                new PolicyRule.AllowWildcard("w", at).under(terms),
                new PolicyRule.AllowNetwork(many, true, at).under(terms),
                new PolicyRule.AllowNetwork(List.of("x", "y"), false, at).under(terms),
                new PolicyRule.AllowBidirectional("p", "q", at).under(terms)));
    for (List<String> pair :
        List.of(
            List.of("a", "c1"),
            List.of("w", "any"),
            List.of("m1", "m2"),
            List.of("x", "y"),
            List.of("q", "p"))) {
      assertThat(policy.decide(pair.get(0), pair.get(1), "t").approval())
          .as("%s", pair)
          .isEqualTo(HOUR);
    }
  }

  @Test
  void comeBackFromTheDocumentThatIsPublished() {
    PolicyDocument document = new PolicyDocument(List.of(held(1, "pay.*")));
    PolicyRule read = PolicyDocument.fromJson(document.toJson()).rules().get(0);
    assertThat(read).isEqualTo(held(1, "pay.*"));
    assertThat(Objects.requireNonNull(read.terms().approval())).isEqualTo(HOUR);
  }

  /** What {@code policy.tests} say of it. */
  @Test
  void areExpectedToHoldAndNeitherToAllowNorToDeny() {
    Policy policy = Policy.compile(List.of(allow(1), held(2, "pay.*")));
    Origin at = new Origin("gateway.yaml", 5);
    assertThat(
            policy.failures(
                List.of(
                    new PolicyTest("a", "b", "pay.out", Effect.HOLD, at),
                    new PolicyTest("a", "b", "ask", Effect.ALLOW, at),
                    new PolicyTest("b", "a", "ask", Effect.DENY, at))))
        .isEmpty();
    assertThat(
            policy.failures(
                List.of(
                    new PolicyTest("a", "b", "pay.out", Effect.ALLOW, at),
                    new PolicyTest("a", "b", "pay.out", Effect.DENY, at),
                    new PolicyTest("a", "b", "ask", Effect.HOLD, at),
                    new PolicyTest("b", "a", "ask", Effect.HOLD, at))))
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "gateway.yaml:5: expected that a may send pay.out to b without approval, but: allowed by"
                + " allow (agents.yaml:2), with approval",
            "gateway.yaml:5: expected that a may not send pay.out to b, but: allowed by allow"
                + " (agents.yaml:2), with approval",
            "gateway.yaml:5: expected that a may send ask to b with approval, but: allowed by allow"
                + " (agents.yaml:1)",
            "gateway.yaml:5: expected that b may send ask to a with approval, but: no rule allows b"
                + " to send to a");
  }

  @Test
  void doNotBlock() {
    PolicyRule block = new PolicyRule.Block("a", List.of("b"), new Origin("agents.yaml", 3));
    assertThatThrownBy(() -> block.under(new Terms(List.of(), false, HOUR)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("agents.yaml:3")
        .hasMessageContaining("approval belongs to what allows");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999, 1_500, 30L * 24 * 3_600_000 + 1_000})
  void takeWholeSecondsUpToAMonth(long millis) {
    assertThatThrownBy(() -> new Terms(List.of(), false, Duration.ofMillis(millis)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 s to 30 days");
  }

  @Test
  void areNoReasonToWarnUnlessTheyCoverAllThatAnotherIsAbout() {
    assertThat(PolicyWarnings.idle(List.of(allow(1), held(2, "pay.*")))).isEmpty();
    assertThat(PolicyWarnings.idle(List.of(allow(1), held(2)))).hasSize(1);
  }
}
