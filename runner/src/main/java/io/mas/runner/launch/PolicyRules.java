package io.mas.runner.launch;

import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.runner.config.Permission;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.util.List;

/** Permissions as they are written, as the rules that the gateway compiles. */
final class PolicyRules {
  private PolicyRules() {}

  static List<PolicyRule> of(List<Permission> permissions) {
    return permissions.stream().map(PolicyRules::rule).toList();
  }

  private static PolicyRule rule(Permission permission) {
    if (permission instanceof Permission.Qualified qualified) {
      return rule(qualified.plain())
          .under(
              new Terms(
                  values(qualified.types()),
                  qualified.shadow(),
                  qualified.approval().orElse(null)));
    }
    Origin origin = origin(permission.position());
    if (permission instanceof Permission.Allow allow) {
      return new PolicyRule.Allow(allow.sender().value(), values(allow.targets()), origin);
    }
    if (permission instanceof Permission.AllowBidirectional both) {
      List<String> pair = values(both.agents());
      return new PolicyRule.AllowBidirectional(pair.get(0), pair.get(1), origin);
    }
    if (permission instanceof Permission.AllowNetwork network) {
      return new PolicyRule.AllowNetwork(values(network.agents()), network.bidirectional(), origin);
    }
    if (permission instanceof Permission.AllowBroadcast broadcast) {
      return new PolicyRule.AllowBroadcast(
          broadcast.sender().value(), values(broadcast.receivers()), origin);
    }
    if (permission instanceof Permission.AllowWildcard wildcard) {
      return new PolicyRule.AllowWildcard(wildcard.agentId().value(), origin);
    }
    if (permission instanceof Permission.Block block) {
      return new PolicyRule.Block(block.sender().value(), values(block.targets()), origin);
    }
    if (permission instanceof Permission.Role role) {
      return new PolicyRule.Role(
          role.name().value(),
          values(role.permissions()),
          values(role.includes()),
          role.description(),
          origin);
    }
    if (permission instanceof Permission.AssignRole assign) {
      return new PolicyRule.AssignRole(assign.agentId().value(), assign.role().value(), origin);
    }
    throw new IllegalStateException("a kind of permission without a rule: " + permission);
  }

  static Origin origin(Position position) {
    return new Origin(position.source(), Math.max(0, position.line()));
  }

  private static List<String> values(List<Located<String>> texts) {
    return texts.stream().map(Located::value).toList();
  }
}
