package io.mas.gateway.policy;

import static io.mas.gateway.policy.Rules.allow;
import static io.mas.gateway.policy.Rules.block;
import static io.mas.gateway.policy.Rules.wildcard;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What explains a decision beside the rule that made it. */
class ExplainerTest {
  private static Explanation explain(String sender, String target, PolicyRule... rules) {
    return Policy.compile(List.of(rules)).explain(sender, target, "order.new");
  }

  @Test
  void whatIsAllowedNeedsNoMoreThanItsRule() {
    var explanation = explain("a", "b", allow(1, "a", "b"));
    assertThat(explanation.verdict().reason()).isEqualTo("allowed by allow (agents.yaml:1)");
    assertThat(explanation.hints()).isEmpty();
  }

  @Test
  void aBlockTellsWhatItOverrides() {
    assertThat(explain("a", "b", wildcard(1, "a"), block(2, "a", "b")).hints())
        .containsExactly(
            "without that block it would be allowed by allow_wildcard (agents.yaml:1)");
    assertThat(explain("a", "b", block(2, "a", "b")).hints())
        .containsExactly("without that block, no rule would allow it either");
  }

  @Test
  void aDenialNamesTheRuleForOtherTypes() {
    var billing = allow(1, "a", "b").under(new Terms(List.of("bill"), false));
    assertThat(explain("a", "b", billing).hints())
        .startsWith("for other types than order.new it is allowed by allow (agents.yaml:1)");
  }

  @Test
  void aDenialNamesTheRuleForTheOtherDirection() {
    assertThat(explain("a", "b", allow(7, "b", "a")).hints())
        .startsWith("the other way round it is allowed by allow (agents.yaml:7)");
  }

  @Test
  void aDenialNamesWhatAMistypedNameMayHaveMeant() {
    assertThat(explain("greeter", "ehco", allow(3, "greeter", "echo")).hints())
        .startsWith("to echo it is allowed by allow (agents.yaml:3)");
    assertThat(explain("greter", "echo", allow(3, "greeter", "echo")).hints())
        .startsWith("from greeter it is allowed by allow (agents.yaml:3)");
  }

  @Test
  void aDenialAlwaysSaysWhatWouldAllowIt() {
    assertThat(explain("a", "b").hints())
        .containsExactly("what would allow it: allow: {sender: a, targets: [b]}");
  }

  @Test
  void rulesInShadowAreMentionedWhereTheyWouldChangeIt() {
    var shadow = block(2, "a", "b").under(new Terms(List.of(), true));
    assertThat(explain("a", "b", allow(1, "a", "b"), shadow).hints())
        .containsExactly(
            "were the rules in shadow mode in force, it would be blocked by block"
                + " (agents.yaml:2)");
  }
}
