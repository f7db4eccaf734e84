package io.mas.gateway.policy;

import static io.mas.gateway.policy.Rules.allow;
import static io.mas.gateway.policy.Rules.assign;
import static io.mas.gateway.policy.Rules.block;
import static io.mas.gateway.policy.Rules.broadcast;
import static io.mas.gateway.policy.Rules.chain;
import static io.mas.gateway.policy.Rules.line;
import static io.mas.gateway.policy.Rules.mesh;
import static io.mas.gateway.policy.Rules.pair;
import static io.mas.gateway.policy.Rules.role;
import static io.mas.gateway.policy.Rules.wildcard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
  @Test
  void deniesWhatNoRuleAllows() {
    var verdict = decide(policy(), "greeter", "echo");
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.rule()).isNull();
    assertThat(verdict.reason()).isEqualTo("no rule allows greeter to send to echo");
  }

  @Test
  void deniesAnAgentItselfUnlessAllowed() {
    assertDenied(policy(allow(1, "a", "b")), "a", "a");
    assertAllowed(policy(allow(1, "a", "a")), "a", "a");
  }

  @Test
  void allowIsOneWayAndForTheTargetsNamed() {
    var policy = policy(allow(3, "a", "b", "c"));
    assertThat(decide(policy, "a", "b").reason()).isEqualTo("allowed by allow (agents.yaml:3)");
    assertAllowed(policy, "a", "c");
    assertDenied(policy, "b", "a");
    assertDenied(policy, "a", "d");
  }

  @Test
  void allowWithAStarReachesAnyTarget() {
    var policy = policy(allow(3, "a", "*"));
    assertAllowed(policy, "a", "whoever");
    assertAllowed(policy, "a", "a");
    assertDenied(policy, "whoever", "a");
  }

  @Test
  void allowBidirectionalGoesBothWays() {
    var policy = policy(pair(12, "greeter", "echo"));
    assertThat(decide(policy, "greeter", "echo").reason())
        .isEqualTo("allowed by allow_bidirectional (agents.yaml:12)");
    assertAllowed(policy, "echo", "greeter");
    assertDenied(policy, "echo", "echo");
  }

  @Test
  void allowNetworkConnectsEachWithEachOther() {
    for (int size : List.of(3, PolicyIndex.MAX_SPREAD, PolicyIndex.MAX_SPREAD + 1)) {
      var agents = IntStream.range(0, size).mapToObj(i -> "agent" + i).toList();
      var policy = policy(mesh(7, agents));
      for (var a : agents) {
        for (var b : agents) {
          assertThat(decide(policy, a, b).allowed()).as("%s to %s", a, b).isEqualTo(!a.equals(b));
        }
      }
      assertThat(decide(policy, "agent0", "agent1").reason())
          .isEqualTo("allowed by allow_network (agents.yaml:7)");
      assertDenied(policy, "agent0", "stranger");
      assertDenied(policy, "stranger", "agent0");
    }
  }

  @Test
  void allowNetworkOfOneDirectionIsAChain() {
    var policy = policy(chain(7, "a", "b", "c"));
    assertThat(decide(policy, "a", "b").reason())
        .isEqualTo("allowed by allow_network (agents.yaml:7)");
    assertAllowed(policy, "b", "c");
    assertDenied(policy, "a", "c");
    assertDenied(policy, "b", "a");
    assertDenied(policy, "c", "a");
  }

  @Test
  void allowBroadcastIsOneWay() {
    var policy = policy(broadcast(5, "chief", "w1", "w2"));
    assertThat(decide(policy, "chief", "w2").reason())
        .isEqualTo("allowed by allow_broadcast (agents.yaml:5)");
    assertDenied(policy, "w1", "chief");
    assertDenied(policy, "w1", "w2");
  }

  @Test
  void allowWildcardReachesAnyTarget() {
    var policy = policy(wildcard(9, "admin"));
    assertThat(decide(policy, "admin", "whoever").reason())
        .isEqualTo("allowed by allow_wildcard (agents.yaml:9)");
    assertDenied(policy, "whoever", "admin");
  }

  @Test
  void aRoleAllowsWhatItsPatternsFitToThoseWhoHaveIt() {
    var policy =
        policy(assign(6, "smith", "doctor"), role(4, "doctor", "send:patient*", "send:lab"));
    assertThat(decide(policy, "smith", "patient_7").reason())
        .isEqualTo(
            "allowed by assign_role (agents.yaml:6): role doctor permits send:patient*"
                + " (agents.yaml:4)");
    assertThat(decide(policy, "smith", "lab").reason()).contains("permits send:lab ");
    assertThat(decide(policy, "smith", "lab").rule()).isEqualTo(assign(6, "smith", "doctor"));
    assertDenied(policy, "smith", "labs");
    assertDenied(policy, "jones", "patient_7");
  }

  @Test
  void aBlockWinsOverEverythingThatAllows() {
    var allowing =
        List.of(
            allow(1, "a", "b"),
            allow(1, "a", "*"),
            pair(1, "a", "b"),
            mesh(1, List.of("a", "b", "c")),
            mesh(
                1,
                IntStream.range(0, 50)
                    .mapToObj(i -> i == 0 ? "a" : i == 1 ? "b" : "x" + i)
                    .toList()),
            chain(1, "a", "b"),
            broadcast(1, "a", "b"),
            wildcard(1, "a"),
            assign(1, "a", "any"));
    for (var rule : allowing) {
      assertAllowed(policy(rule, role(2, "any", "send:*")), "a", "b");
      for (var target : List.of("b", "*")) {
        for (var policy :
            List.of(
                policy(rule, block(14, "a", target), role(2, "any", "send:*")),
                policy(block(14, "a", target), rule, role(2, "any", "send:*")))) {
          var verdict = decide(policy, "a", "b");
          assertThat(verdict.allowed()).as("%s", rule).isFalse();
          assertThat(verdict.reason()).isEqualTo("blocked by block (agents.yaml:14)");
          assertThat(policy.mayReach("a", "b")).isFalse();
        }
      }
    }
  }

  @Test
  void aBlockOfOneTargetLeavesTheOthers() {
    var policy = policy(wildcard(1, "a"), block(2, "a", "b"));
    assertDenied(policy, "a", "b");
    assertAllowed(policy, "a", "c");
  }

  @Test
  void namesTheFirstListedOfSeveralRulesThatAgree() {
    var policy =
        policy(
            assign(1, "a", "r"),
            wildcard(2, "a"),
            allow(3, "a", "b"),
            role(4, "r", "send:b*"),
            block(5, "x", "*"),
            block(6, "x", "y"));
    assertThat(decide(policy, "a", "b").rule()).isEqualTo(assign(1, "a", "r"));
    assertThat(decide(policy, "a", "c").rule()).isEqualTo(wildcard(2, "a"));
    assertThat(decide(policy, "x", "y").rule()).isEqualTo(block(5, "x", "*"));
    assertThat(decide(policy(allow(3, "a", "b"), wildcard(2, "a")), "a", "b").rule())
        .isEqualTo(allow(3, "a", "b"));
  }

  @Test
  void namesTheSourceAloneForARuleMadeByCode() {
    var rule = new PolicyRule.AllowWildcard("a", Origin.CODE);
    assertThat(decide(policy(rule), "a", "b").reason())
        .isEqualTo("allowed by allow_wildcard (code)");
  }

  @Test
  void theTypeOfTheMessageMakesNoDifference() {
    var policy = policy(allow(1, "a", "b"));
    assertThat(policy.decide("a", "b", "x")).isEqualTo(policy.decide("a", "b", "y"));
  }

  @Test
  void mayReachAgreesWithDecide() {
    var policy = policy(allow(1, "a", "b"), block(2, "a", "c"));
    assertThat(policy.mayReach("a", "b")).isTrue();
    assertThat(policy.mayReach("a", "c")).isFalse();
    assertThat(policy.mayReach("a", "d")).isFalse();
    assertThat(policy.mayReach("z", "a")).isFalse();
  }

  @Test
  void tenThousandUnrelatedRulesChangeNoVerdict() {
    var few = List.of(allow(1, "a", "b"), block(2, "a", "c"));
    var many = new ArrayList<PolicyRule>();
    for (int i = 0; i < 10_000; i++) {
      many.add(allow(10 + i, "s" + i, "b", "c", "*"));
    }
    many.addAll(few);
    var small = Policy.compile(few);
    var large = Policy.compile(many);
    for (var target : List.of("a", "b", "c", "d", "s1")) {
      assertThat(decide(large, "a", target)).isEqualTo(decide(small, "a", target));
    }
  }

  @Test
  void refusesARoleDefinedTwiceAndOneThatIsNotDefinedTellingAll() {
    assertThatThrownBy(
            () ->
                policy(
                    role(1, "nurse", "send:a"),
                    role(2, "nurse", "send:b"),
                    assign(3, "x", "nurze"),
                    assign(4, "x", "pilot")))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "agents.yaml:2: role nurse is already defined at agents.yaml:1\n"
                + "agents.yaml:3: assign_role gives x the role nurze, which is not defined;"
                + " did you mean \"nurse\"?\n"
                + "agents.yaml:4: assign_role gives x the role pilot, which is not defined")
        .satisfies(e -> assertThat(((PolicyException) e).problems()).hasSize(3));
  }

  @Test
  void warnsOfAgentsThatAreNotKnown() {
    var policy =
        Policy.compile(
            List.of(
                allow(1, "greeter", "ecoh", "*"),
                pair(2, "greeter", "echo"),
                block(3, "stranger", "mas"),
                role(4, "r", "send:echoo", "send:e*", "send:patient*"),
                assign(5, "greter", "r")),
            Set.of("greeter", "echo"));
    assertThat(policy.warnings())
        .containsExactly(
            new PolicyProblem(
                line(1), "allow names the agent ecoh, which is not known; did you mean \"echo\"?"),
            new PolicyProblem(line(3), "block names the agent stranger, which is not known"),
            new PolicyProblem(
                line(3), "block names mas, which every agent may ask: it has no effect"),
            new PolicyProblem(
                line(4), "role names the agent echoo, which is not known; did you mean \"echo\"?"),
            new PolicyProblem(line(4), "role r permits send:patient*, which fits no known agent"),
            new PolicyProblem(
                line(5),
                "assign_role names the agent greter, which is not known; did you mean"
                    + " \"greeter\"?"));
    assertAllowed(policy, "greeter", "ecoh");
    assertThat(Policy.compile(List.of(allow(1, "greeter", "ecoh"))).warnings()).isEmpty();
  }

  private static Policy policy(PolicyRule... rules) {
    return Policy.compile(List.of(rules));
  }

  private static PolicyVerdict decide(Policy policy, String sender, String target) {
    return policy.decide(sender, target, "some.type");
  }

  private static void assertAllowed(Policy policy, String sender, String target) {
    assertThat(decide(policy, sender, target).allowed()).as("%s to %s", sender, target).isTrue();
  }

  private static void assertDenied(Policy policy, String sender, String target) {
    assertThat(decide(policy, sender, target).allowed()).as("%s to %s", sender, target).isFalse();
  }
}
