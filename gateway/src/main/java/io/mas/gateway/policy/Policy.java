package io.mas.gateway.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules compiled into an index that decides who may send to whom.
 *
 * <p>What no rule allows is denied, and a block wins over everything that allows; this holds for an
 * agent's messages to itself too. Of several rules that agree, the verdict names the one that was
 * listed first. Replies are not judged here, nor is the reserved target {@code mas}, which every
 * agent may ask.
 *
 * <p>A decision looks up the sender and then the target by hash; its time does not depend on how
 * many rules there are, only on how many roles (with their patterns) and large networks this one
 * sender has. Immutable and safe for use by several threads; nothing blocks.
 */
public final class Policy {
  private final Map<String, SenderRules> senders;
  private final List<PolicyProblem> warnings;

  private Policy(Map<String, SenderRules> senders, List<PolicyProblem> warnings) {
    this.senders = senders;
    this.warnings = warnings;
  }

  /**
   * Compiles rules. Throws a {@link PolicyException} with everything that is wrong between them: a
   * role that is defined twice, or assigned and not defined.
   */
  public static Policy compile(Collection<? extends PolicyRule> rules) {
    return new Policy(PolicyIndex.of(rules, PolicyIndex.MAX_SPREAD), List.of());
  }

  /**
   * As {@link #compile(Collection)}, with a warning for each rule that mentions an agent not among
   * the known ones, or a role whose pattern fits none of them.
   */
  public static Policy compile(Collection<? extends PolicyRule> rules, Set<String> knownAgents) {
    return new Policy(
        PolicyIndex.of(rules, PolicyIndex.MAX_SPREAD), UnknownAgents.among(rules, knownAgents));
  }

  /** What is odd about the rules, in their order; they hold all the same. */
  public List<PolicyProblem> warnings() {
    return warnings;
  }

  /**
   * Whether the sender may send a message of this type to the target. No kind of rule there is
   * distinguishes types, so that the verdict is the same for each.
   */
  public PolicyVerdict decide(String sender, String target, String type) {
    var rules = senders.get(sender);
    var verdict = rules == null ? null : rules.decide(target);
    return verdict == null ? new PolicyVerdict.NoRule(sender, target) : verdict;
  }

  /** Whether there is a type of message that the sender may send to the target. */
  public boolean mayReach(String sender, String target) {
    var rules = senders.get(sender);
    var verdict = rules == null ? null : rules.decide(target);
    return verdict != null && verdict.allowed();
  }
}
