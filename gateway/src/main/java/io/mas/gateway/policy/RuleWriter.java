package io.mas.gateway.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** Writes a rule as JSON; {@link RuleReader} reads it. */
final class RuleWriter {
  private RuleWriter() {}

  static void write(PolicyRule qualified, ObjectNode node) {
    PolicyRule rule = qualified.plain();
    node.put("kind", rule.kind());
    node.put("source", rule.origin().source());
    node.put("line", rule.origin().line());
    if (rule instanceof PolicyRule.Allow allow) {
      node.put("sender", allow.sender());
      list(node, "targets", allow.targets());
    } else if (rule instanceof PolicyRule.AllowBidirectional pair) {
      list(node, "agents", List.of(pair.a(), pair.b()));
    } else if (rule instanceof PolicyRule.AllowNetwork network) {
      list(node, "agents", network.agents());
      node.put("bidirectional", network.bidirectional());
    } else if (rule instanceof PolicyRule.AllowBroadcast broadcast) {
      node.put("sender", broadcast.sender());
      list(node, "receivers", broadcast.receivers());
    } else if (rule instanceof PolicyRule.AllowWildcard wildcard) {
      node.put("agent_id", wildcard.agentId());
    } else if (rule instanceof PolicyRule.Block block) {
      node.put("sender", block.sender());
      list(node, "targets", block.targets());
    } else if (rule instanceof PolicyRule.Role role) {
      node.put("name", role.name());
      list(node, "permissions", role.permissions());
      if (!role.includes().isEmpty()) {
        list(node, "includes", role.includes());
      }
      node.put("description", role.description());
    } else if (rule instanceof PolicyRule.AssignRole assignment) {
      node.put("agent_id", assignment.agentId());
      node.put("role", assignment.role());
    } else {
      throw new IllegalStateException("no way to write the rule " + rule);
    }
    Terms terms = qualified.terms();
    if (!terms.types().isEmpty()) {
      list(node, "types", terms.types());
    }
    if (terms.shadow()) {
      node.put("shadow", true);
    }
    Duration approval = terms.approval();
    if (approval != null) {
      node.put("approval_seconds", approval.toSeconds());
    }
  }

  private static void list(ObjectNode node, String field, List<String> values) {
    var list = node.putArray(field);
    values.forEach(list::add);
  }
}
