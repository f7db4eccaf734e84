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
    var types = qualified.terms().condition();
    var rule = qualified.plain();
    if (rule instanceof PolicyRule.Allow allow) {
      allow(position, types, allow.sender(), allow.targets(), rule);
    } else if (rule instanceof PolicyRule.AllowBidirectional pair) {
      mesh(position, types, List.of(pair.a(), pair.b()), rule);
    } else if (rule instanceof PolicyRule.AllowNetwork network) {
      network(position, types, network);
    } else if (rule instanceof PolicyRule.AllowBroadcast broadcast) {
      allow(position, types, broadcast.sender(), broadcast.receivers(), rule);
    } else if (rule instanceof PolicyRule.AllowWildcard wildcard) {
      allow(position, types, wildcard.agentId(), List.of(Ids.ANY), rule);
    } else if (rule instanceof PolicyRule.Block block) {
      var verdict = PolicyVerdict.ByRule.blockedBy(block);
      block.targets().forEach(t -> rulesOf(block.sender()).block(position, t, types, verdict));
    } else if (rule instanceof PolicyRule.AssignRole assignment) {
      // Roles has refused the assignment of a role that is not there.
      var role = Objects.requireNonNull(roles.get(assignment.role()), assignment.role());
      rulesOf(assignment.agentId()).add(new Grant.OfRole(position, types, assignment, role));
    } else if (!(rule instanceof PolicyRule.Role)) {
      throw new IllegalStateException("no way to compile the rule " + rule);
    }
  }

  private void allow(
      int position, TypeCondition types, String sender, List<String> targets, PolicyRule rule) {
    var verdict = PolicyVerdict.ByRule.allowedBy(rule);
    targets.forEach(t -> rulesOf(sender).allow(position, t, types, verdict));
  }

  private void network(int position, TypeCondition types, PolicyRule.AllowNetwork rule) {
    var agents = rule.agents();
    if (!rule.bidirectional()) {
      var verdict = PolicyVerdict.ByRule.allowedBy(rule);
      for (int i = 1; i < agents.size(); i++) {
        rulesOf(agents.get(i - 1)).allow(position, agents.get(i), types, verdict);
      }
    } else if (agents.size() <= maxSpread) {
      mesh(position, types, agents, rule);
    } else {
      var verdict = PolicyVerdict.ByRule.allowedBy(rule);
      var members = Set.copyOf(agents);
      agents.forEach(a -> rulesOf(a).add(new Grant.Network(position, types, a, members, verdict)));
    }
  }

  private void mesh(int position, TypeCondition types, List<String> agents, PolicyRule rule) {
    var verdict = PolicyVerdict.ByRule.allowedBy(rule);
    for (var sender : agents) {
      for (var target : agents) {
        if (!sender.equals(target)) {
          rulesOf(sender).allow(position, target, types, verdict);
        }
      }
    }
  }

  private SenderRules rulesOf(String sender) {
    return senders.computeIfAbsent(sender, id -> new SenderRules());
  }
}
