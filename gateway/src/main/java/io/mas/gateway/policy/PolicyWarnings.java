package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds rules that are odd: about agents that are not there, or such as can never apply. */
public final class PolicyWarnings {
  /** Stands for any agent, or what a star in a pattern may be: no name has it. */
  private static final String ANYTHING = "?";

  private record Pair(String sender, String target) {}

  private PolicyWarnings() {}

  static List<PolicyProblem> of(Collection<? extends PolicyRule> rules, Set<String> known) {
    var problems = new ArrayList<>(UnknownAgents.among(rules, known));
    problems.addAll(idle(rules));
    return List.copyOf(problems);
  }

  /** Roles of which a pattern fits none of the agents that are known. */
  public static List<PolicyProblem> fittingNobody(
      Collection<? extends PolicyRule> rules, Set<String> known) {
    return UnknownAgents.patterns(rules, known);
  }

  /**
   * Rules that never apply: of all that each is about, another one decides.
   *
   * @throws PolicyException if the rules cannot be compiled
   */
  public static List<PolicyProblem> idle(Collection<? extends PolicyRule> rules) {
    var problems = new ArrayList<PolicyProblem>();
    var all = Policy.compile(rules.stream().map(PolicyWarnings::inForce).toList());
    for (var rule : rules) {
      var instead = instead(rule, all);
      if (instead != null) {
        problems.add(
            new PolicyProblem(
                rule.origin(),
                "%s never applies: what it is about is %s".formatted(rule.kind(), instead)));
      }
    }
    return List.copyOf(problems);
  }

  /** What a rule in shadow mode would decide counts as decided. */
  private static PolicyRule inForce(PolicyRule rule) {
    return rule.under(new Terms(rule.terms().types(), false, rule.terms().approval()));
  }

  /** Why a rule decides on none of the pairs that it names; null if it decides on one. */
  private static @Nullable String instead(PolicyRule rule, Policy all) {
    var reason = "";
    for (var pair : pairs(rule.plain())) {
      for (var type : types(rule.terms())) {
        var verdict = all.decide(pair.sender(), pair.target(), type);
        if (rule.plain().equals(verdict.rule())) {
          return null;
        }
        reason = verdict.reason();
      }
    }
    return reason.isEmpty() ? null : reason;
  }

  private static List<String> types(Terms terms) {
    return terms.types().isEmpty()
        ? List.of(ANYTHING)
        : terms.types().stream().map(type -> type.replace(Ids.ANY, ANYTHING)).toList();
  }

  private static List<Pair> pairs(PolicyRule rule) {
    var pairs = new ArrayList<Pair>();
    if (rule instanceof PolicyRule.Allow allow) {
      add(pairs, allow.sender(), allow.targets());
    } else if (rule instanceof PolicyRule.Block block) {
      add(pairs, block.sender(), block.targets());
    } else if (rule instanceof PolicyRule.AllowBroadcast broadcast) {
      add(pairs, broadcast.sender(), broadcast.receivers());
    } else if (rule instanceof PolicyRule.AllowWildcard wildcard) {
      add(pairs, wildcard.agentId(), List.of(Ids.ANY));
    } else if (rule instanceof PolicyRule.AllowBidirectional both) {
      add(pairs, both.a(), List.of(both.b()));
      add(pairs, both.b(), List.of(both.a()));
    }
    return pairs;
  }

  private static void add(List<Pair> pairs, String sender, List<String> targets) {
    targets.forEach(t -> pairs.add(new Pair(sender, t.equals(Ids.ANY) ? ANYTHING : t)));
  }
}
