package io.mas.gateway.policy;

import static io.mas.gateway.policy.Rules.allow;
import static io.mas.gateway.policy.Rules.assign;
import static io.mas.gateway.policy.Rules.block;
import static io.mas.gateway.policy.Rules.line;
import static io.mas.gateway.policy.Rules.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules about some types alone, in shadow mode, and roles that include others. */
class TermsTest {
  private static PolicyRule onTypes(PolicyRule rule, String... types) {
    return rule.under(new Terms(List.of(types), false));
  }

  private static PolicyRule inShadow(PolicyRule rule) {
    return rule.under(new Terms(List.of(), true));
  }

  private static boolean allows(Policy policy, String type) {
    return policy.decide("a", "b", type).allowed();
  }

  @Test
  void aRuleMayBeAboutSomeTypesAlone() {
    var policy = Policy.compile(List.of(onTypes(allow(1, "a", "b"), "order.*", "bill")));
    assertThat(allows(policy, "order.new")).isTrue();
    assertThat(allows(policy, "bill")).isTrue();
    assertThat(allows(policy, "bills")).isFalse();
    assertThat(policy.mayReach("a", "b")).isTrue();
  }

  @Test
  void aBlockOfSomeTypesLeavesTheOthers() {
    var policy =
        Policy.compile(List.of(allow(1, "a", "b"), onTypes(block(2, "a", "*"), "admin.*")));
    assertThat(allows(policy, "order.new")).isTrue();
    assertThat(policy.decide("a", "b", "admin.stop").reason())
        .isEqualTo("blocked by block (agents.yaml:2)");
  }

  @Test
  void aBlockInShadowBlocksNothingAndIsNoted() {
    var policy = Policy.compile(List.of(allow(1, "a", "b"), inShadow(block(2, "a", "b"))));
    assertThat(allows(policy, "t")).isTrue();
    assertThat(policy.shadow("a", "b", "t"))
        .isNotNull()
        .extracting(PolicyVerdict::reason)
        .isEqualTo("blocked by block (agents.yaml:2)");
  }

  @Test
  void anAllowInShadowAllowsNothingAndIsNoted() {
    var policy = Policy.compile(List.of(inShadow(allow(1, "a", "b"))));
    assertThat(allows(policy, "t")).isFalse();
    assertThat(policy.shadow("a", "b", "t")).isNotNull();
    assertThat(policy.shadow("b", "a", "t")).isNull();
    assertThat(policy.mayReach("a", "b")).isFalse();
  }

  @Test
  void aPatternOfATypeIsChecked() {
    assertThatThrownBy(() -> new Terms(List.of("order new"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character 6");
    assertThatThrownBy(() -> role(1, "r", "send:a").under(new Terms(List.of("t"), false)))
        .isInstanceOf(PolicyException.class);
  }

  private static PolicyRule including(int line, String name, String... roles) {
    return new PolicyRule.Role(name, List.of(), List.of(roles), "", line(line));
  }

  @Test
  void aRoleHasWhatTheRolesThatItIncludesPermit() {
    var policy =
        Policy.compile(
            List.of(
                role(1, "reader", "send:b"),
                including(2, "writer", "reader"),
                including(3, "chief", "writer"),
                assign(4, "a", "chief")));
    assertThat(policy.decide("a", "b", "t").reason())
        .isEqualTo(
            "allowed by assign_role (agents.yaml:4): role chief, by reader, permits send:b"
                + " (agents.yaml:1)");
  }

  @Test
  void aCycleOfRolesIsFoundWithItsPlace() {
    assertThatThrownBy(
            () -> Policy.compile(List.of(including(1, "x", "y"), including(2, "y", "z", "x"))))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("agents.yaml:1: role x includes itself, by y")
        .hasMessageContaining("agents.yaml:2: role y includes the role z, which is not defined");
  }

  @Test
  void aRuleThatNeverAppliesIsPointedOut() {
    var policy =
        Policy.compile(
            List.of(
                block(1, "a", "b"),
                allow(2, "a", "b"),
                allow(3, "a", "c"),
                allow(4, "a", "c"),
                onTypes(allow(5, "a", "c"), "t"),
                onTypes(allow(6, "b", "c"), "t"),
                allow(7, "b", "c")),
            Set.of("a", "b", "c"));
    assertThat(policy.warnings())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "agents.yaml:2: allow never applies: what it is about is blocked by block"
                + " (agents.yaml:1)",
            "agents.yaml:4: allow never applies: what it is about is allowed by allow"
                + " (agents.yaml:3)",
            "agents.yaml:5: allow never applies: what it is about is allowed by allow"
                + " (agents.yaml:3)");
  }

  @Test
  void survivesBeingPublished() {
    var rules =
        List.of(
            allow(1, "a", "b").under(new Terms(List.of("order.*"), true)),
            role(2, "r", "send:b"),
            including(3, "s", "r"),
            assign(4, "a", "s").under(new Terms(List.of("t"), false)));
    assertThat(PolicyDocument.fromJson(new PolicyDocument(rules).toJson()).rules())
        .isEqualTo(rules);
  }
}
