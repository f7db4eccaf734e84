package io.mas.gateway.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the index of a policy: what the rules say, by sender. */
final class PolicyIndex {
  /**
   * Networks up to this size are written out in pairs, so that being in many of them costs nothing.
   * Larger ones are kept as one set: n agents are n² pairs.
   */
  static final int MAX_SPREAD = 32;

  private final Map<String, SenderRules> senders = new HashMap<>();
  private final Map<String, RolePermissions> roles;
  private final int maxSpread;

  private PolicyIndex(Map<String, RolePermissions> roles, int maxSpread) {
    this.roles = roles;
    this.maxSpread = maxSpread;
  }

  static Map<String, SenderRules> of(Collection<? extends PolicyRule> rules, int maxSpread) {
    var index = new PolicyIndex(Roles.of(rules), maxSpread);
    int position = 0;
    for (var rule : rules) {
      index.add(position++, rule);
    }
    return index.senders;
  }

  private void add(int position, PolicyRule qualified) {
    var terms = qualified.terms();
    var rule = qualified.plain();
    if (rule instanceof PolicyRule.Allow allow) {
      allow(position, terms, allow.sender(), allow.targets(), rule);
    } else if (rule instanceof PolicyRule.AllowBidirectional pair) {
      mesh(position, terms, List.of(pair.a(), pair.b()), rule);
    } else if (rule instanceof PolicyRule.AllowNetwork network) {
      network(position, terms, network);
    } else if (rule instanceof PolicyRule.AllowBroadcast broadcast) {
      allow(position, terms, broadcast.sender(), broadcast.receivers(), rule);
    } else if (rule instanceof PolicyRule.AllowWildcard wildcard) {
      allow(position, terms, wildcard.agentId(), List.of(Ids.ANY), rule);
    } else if (rule instanceof PolicyRule.Block block) {
      var types = terms.condition();
      var verdict = PolicyVerdict.ByRule.blockedBy(block);
      block.targets().forEach(t -> rulesOf(block.sender()).block(position, t, types, verdict));
    } else if (rule instanceof PolicyRule.AssignRole assignment) {
      // Roles has refused the assignment of a role that is not there.
      var role = Objects.requireNonNull(roles.get(assignment.role()), assignment.role());
      allowances(assignment.agentId(), terms)
          .add(new Grant.OfRole(position, terms.condition(), assignment, role, terms.approval()));
    } else if (!(rule instanceof PolicyRule.Role)) {
      throw new IllegalStateException("no way to compile the rule " + rule);
    }
  }

  private void allow(
      int position, Terms terms, String sender, List<String> targets, PolicyRule rule) {
    var types = terms.condition();
    var verdict = allowedBy(rule, terms);
    targets.forEach(t -> allowances(sender, terms).allow(position, t, types, verdict));
  }

  private void network(int position, Terms terms, PolicyRule.AllowNetwork rule) {
    var agents = rule.agents();
    if (!rule.bidirectional()) {
      var types = terms.condition();
      var verdict = allowedBy(rule, terms);
      for (int i = 1; i < agents.size(); i++) {
        allowances(agents.get(i - 1), terms).allow(position, agents.get(i), types, verdict);
      }
    } else if (agents.size() <= maxSpread) {
      mesh(position, terms, agents, rule);
    } else {
      var types = terms.condition();
      var verdict = allowedBy(rule, terms);
      var members = Set.copyOf(agents);
      agents.forEach(
          a -> allowances(a, terms).add(new Grant.Network(position, types, a, members, verdict)));
    }
  }

  private void mesh(int position, Terms terms, List<String> agents, PolicyRule rule) {
    var types = terms.condition();
    var verdict = allowedBy(rule, terms);
    for (var sender : agents) {
      for (var target : agents) {
        if (!sender.equals(target)) {
          allowances(sender, terms).allow(position, target, types, verdict);
        }
      }
    }
  }

  private static PolicyVerdict allowedBy(PolicyRule rule, Terms terms) {
    var verdict = PolicyVerdict.ByRule.allowedBy(rule);
    var approval = terms.approval();
    return approval == null ? verdict : new PolicyVerdict.WithApproval(verdict, approval);
  }

  private Allowances allowances(String sender, Terms terms) {
    return rulesOf(sender).allowances(terms.approval() != null);
  }

  private SenderRules rulesOf(String sender) {
    return senders.computeIfAbsent(sender, id -> new SenderRules());
  }
}
