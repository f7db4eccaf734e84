package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The index against the plainest reading of the rules: all of them, from the first to the last. */
class PolicyScanPropertyTest {
  private static final List<String> AGENTS = List.of("a", "ab", "abc", "b", "ba", "c");
  private static final List<String> TYPES = List.of("order.new", "order.gone", "bill");

  /** Every network larger than the limit is kept as a set, so that small ones try both ways. */
  @Property(edgeCases = EdgeCasesMode.NONE)
  void theIndexDecidesLikeAScanOfAllRules(
      @ForAll("policies") List<PolicyRule> rules, @ForAll("limits") int maxSpread) {
    var inForce = rules.stream().filter(rule -> !rule.terms().shadow()).toList();
    var index = PolicyIndex.of(inForce, maxSpread);
    var policy = Policy.compile(rules);
    for (var sender : AGENTS) {
      for (var target : AGENTS) {
        for (var type : TYPES) {
          var senderRules = index.get(sender);
          var verdict = senderRules == null ? null : senderRules.decide(target, type);
          var expected = scan(inForce, sender, target, type);
          assertThat(verdict == null ? null : verdict.rule())
              .as("%s to %s", sender, target)
              .isSameAs(expected);
          assertThat(verdict != null && verdict.allowed()).isEqualTo(allows(expected));
          assertThat(policy.decide(sender, target, type).rule()).isSameAs(expected);
          var shadowed = scan(rules, sender, target, type);
          var shadow = policy.shadow(sender, target, type);
          assertThat(shadow == null).isEqualTo(allows(shadowed) == allows(expected));
          assertThat(shadow == null || shadow.allowed() == allows(shadowed)).isTrue();
          assertThat(policy.mayReach(sender, target) || !allows(expected)).isTrue();
        }
      }
    }
  }

  private static boolean allows(@Nullable PolicyRule rule) {
    return rule != null && !(rule instanceof PolicyRule.Block);
  }

  private static @Nullable PolicyRule scan(
      List<PolicyRule> rules, String from, String to, String type) {
    var fitting =
        rules.stream().filter(rule -> isAbout(rule, type)).map(PolicyRule::plain).toList();
    return scan(fitting, from, to);
  }

  private static boolean isAbout(PolicyRule rule, String type) {
    var types = rule.terms().types();
    return types.isEmpty()
        || types.stream()
            .anyMatch(t -> Pattern.matches(t.replace(".", "\\.").replace("*", ".*"), type));
  }

  private static @Nullable PolicyRule scan(List<PolicyRule> rules, String from, String to) {
    for (var rule : rules) {
      if (rule instanceof PolicyRule.Block r && r.sender().equals(from) && has(r.targets(), to)) {
        return rule;
      }
    }
    return rules.stream().filter(rule -> allows(rules, rule, from, to)).findFirst().orElse(null);
  }

  private static boolean allows(List<PolicyRule> rules, PolicyRule rule, String from, String to) {
    if (rule instanceof PolicyRule.Allow r) {
      return r.sender().equals(from) && has(r.targets(), to);
    } else if (rule instanceof PolicyRule.AllowBidirectional r) {
      return (r.a().equals(from) && r.b().equals(to)) || (r.b().equals(from) && r.a().equals(to));
    } else if (rule instanceof PolicyRule.AllowNetwork r) {
      int i = r.agents().indexOf(from);
      int j = r.agents().indexOf(to);
      return i >= 0 && j >= 0 && (r.bidirectional() ? i != j : j == i + 1);
    } else if (rule instanceof PolicyRule.AllowBroadcast r) {
      return r.sender().equals(from) && r.receivers().contains(to);
    } else if (rule instanceof PolicyRule.AllowWildcard r) {
      return r.agentId().equals(from);
    } else if (rule instanceof PolicyRule.AssignRole r) {
      return r.agentId().equals(from)
          && rules.stream()
              .anyMatch(
                  other ->
                      other instanceof PolicyRule.Role role
                          && role.name().equals(r.role())
                          && role.permissions().stream().anyMatch(p -> permits(p, to)));
    }
    return false;
  }

  private static boolean has(List<String> targets, String target) {
    return targets.contains("*") || targets.contains(target);
  }

  private static boolean permits(String permission, String target) {
    return Pattern.matches(permission.substring("send:".length()).replace("*", ".*"), target);
  }

  @Provide
  Arbitrary<Integer> limits() {
    return Arbitraries.of(0, 3, PolicyIndex.MAX_SPREAD);
  }

  /** Two roles in any place, and other rules in any order. */
  @Provide
  Arbitrary<List<PolicyRule>> policies() {
    var permissions =
        Arbitraries.of("send:a", "send:a*", "send:*b*", "send:*c", "send:*", "send:zz")
            .list()
            .ofMinSize(1)
            .ofMaxSize(3);
    return Combinators.combine(
            rule().list().ofMaxSize(12),
            permissions,
            permissions,
            Arbitraries.integers().between(0, 12))
        .as(
            (rules, first, second, at) -> {
              var all = new ArrayList<>(rules);
              all.add(Math.min(at, all.size()), new PolicyRule.Role("r", first, "", Origin.CODE));
              all.add(new PolicyRule.Role("s", second, "", Origin.CODE));
              return all;
            });
  }

  private static Arbitrary<PolicyRule> rule() {
    var agent = Arbitraries.of(AGENTS);
    Arbitrary<List<String>> agents =
        agent.set().ofMinSize(1).ofMaxSize(3).map(set -> List.copyOf(set));
    Arbitrary<List<String>> targets =
        Arbitraries.oneOf(agents, agents, agents, Arbitraries.just(List.of("*", "a")));
    Arbitrary<List<String>> network =
        Combinators.combine(Arbitraries.shuffle(AGENTS), Arbitraries.integers().between(2, 5))
            .as((shuffled, size) -> List.copyOf(shuffled.subList(0, size)));
    Arbitrary<Terms> terms =
        Combinators.combine(
                Arbitraries.<List<String>>of(
                    List.of(), List.of("order.*"), List.of("bill", "*.new")),
                Arbitraries.of(false, false, false, true))
            .as(Terms::new);
    return Combinators.combine(plain(agent, agents, targets, network), terms).as(PolicyRule::under);
  }

  private static Arbitrary<PolicyRule> plain(
      Arbitrary<String> agent,
      Arbitrary<List<String>> agents,
      Arbitrary<List<String>> targets,
      Arbitrary<List<String>> network) {
    return Arbitraries.oneOf(
        Combinators.combine(agent, targets).as((a, t) -> new PolicyRule.Allow(a, t, Origin.CODE)),
        network.map(n -> new PolicyRule.AllowBidirectional(n.get(0), n.get(1), Origin.CODE)),
        Combinators.combine(network, Arbitraries.of(true, false))
            .as((n, both) -> new PolicyRule.AllowNetwork(n, both, Origin.CODE)),
        Combinators.combine(agent, agents)
            .as((a, r) -> new PolicyRule.AllowBroadcast(a, r, Origin.CODE)),
        agent.map(a -> new PolicyRule.AllowWildcard(a, Origin.CODE)),
        Combinators.combine(agent, targets).as((a, t) -> new PolicyRule.Block(a, t, Origin.CODE)),
        Combinators.combine(agent, Arbitraries.of("r", "s"))
            .as((a, r) -> new PolicyRule.AssignRole(a, r, Origin.CODE)));
  }
}
