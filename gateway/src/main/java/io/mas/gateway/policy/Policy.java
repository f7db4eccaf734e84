package io.mas.gateway.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules compiled into an index that decides who may send what to whom.
 *
 * <p>What no rule allows is denied, a block wins over everything that allows, and a rule that asks
 * for approval over those that do not; this holds for an agent's messages to itself too. Of several
 * rules that agree, the verdict names the one that was listed first. Replies are not judged here,
 * nor is the reserved target {@code mas}, which every agent may ask. A rule in shadow mode decides
 * nothing; {@link #shadow} tells where it would.
 *
 * <p>A decision looks up the sender and then the target by hash; its time does not depend on how
 * many rules there are, only on how many conditions on types there are for this pair, and how many
 * roles (with their patterns) and large networks this one sender has. Immutable and safe for use by
 * several threads; nothing blocks.
 */
public final class Policy {
  private final List<PolicyRule> rules;
  private final Map<String, SenderRules> senders;

  /** As if those in shadow mode were in force too; null if there are none. */
  private final @Nullable Map<String, SenderRules> withShadows;

  private final List<PolicyProblem> warnings;

  private Policy(Collection<? extends PolicyRule> rules, List<PolicyProblem> warnings) {
    this.rules = List.copyOf(rules);
    this.warnings = warnings;
    var inForce = this.rules.stream().filter(rule -> !rule.terms().shadow()).toList();
    this.senders = PolicyIndex.of(inForce, PolicyIndex.MAX_SPREAD);
    this.withShadows =
        inForce.size() == this.rules.size()
            ? null
            : PolicyIndex.of(this.rules, PolicyIndex.MAX_SPREAD);
  }

  /**
   * Compiles rules. Throws a {@link PolicyException} with everything that is wrong between them: a
   * role that is defined twice, assigned or included and not defined, or that includes itself.
   */
  public static Policy compile(Collection<? extends PolicyRule> rules) {
    return new Policy(rules, List.of());
  }

  /**
   * As {@link #compile(Collection)}, with a warning for each rule that mentions an agent not among
   * the known ones, a role whose pattern fits none of them, or that can never apply.
   */
  public static Policy compile(Collection<? extends PolicyRule> rules, Set<String> knownAgents) {
    return new Policy(rules, PolicyWarnings.of(rules, knownAgents));
  }

  /** What is odd about the rules, in their order; they hold all the same. */
  public List<PolicyProblem> warnings() {
    return warnings;
  }

  /** The rules, in their order. */
  public List<PolicyRule> rules() {
    return rules;
  }

  /** Whether the sender may send a message of this type to the target. */
  public PolicyVerdict decide(String sender, String target, String type) {
    return decide(senders, sender, target, type);
  }

  /**
   * What {@link #decide} would say if the rules in shadow mode were in force; null where that is
   * the same.
   */
  public @Nullable PolicyVerdict shadow(String sender, String target, String type) {
    if (withShadows == null) {
      return null;
    }
    var verdict = decide(withShadows, sender, target, type);
    return verdict.effect() == decide(sender, target, type).effect() ? null : verdict;
  }

  private static PolicyVerdict decide(
      Map<String, SenderRules> senders, String sender, String target, String type) {
    var rules = senders.get(sender);
    var verdict = rules == null ? null : rules.decide(target, type);
    return verdict == null ? new PolicyVerdict.NoRule(sender, target) : verdict;
  }

  /** Whether there is a type of message that the sender may send to the target. */
  public boolean mayReach(String sender, String target) {
    var rules = senders.get(sender);
    return rules != null && rules.mayReach(target);
  }

  /** What is not as expected, in the order of the tests. */
  public List<PolicyProblem> failures(List<PolicyTest> tests) {
    return tests.stream()
        .map(test -> new PolicyProblem(test.origin(), test.contradiction(this)))
        .filter(problem -> !problem.message().isEmpty())
        .toList();
  }

  /** The verdict, and what would change it. */
  public Explanation explain(String sender, String target, String type) {
    return new Explainer(this, senders).explain(sender, target, type);
  }
}
