package io.mas.gateway.policy;

import java.util.Arrays;
import java.util.List;

/** Short forms of the rules, at a line of agents.yaml. */
final class Rules {
  private Rules() {}

  static Origin line(int line) {
    return new Origin("agents.yaml", line);
  }

  static PolicyRule allow(int line, String sender, String... targets) {
    return new PolicyRule.Allow(sender, Arrays.asList(targets), line(line));
  }

  static PolicyRule pair(int line, String a, String b) {
    return new PolicyRule.AllowBidirectional(a, b, line(line));
  }

  static PolicyRule mesh(int line, List<String> agents) {
    return new PolicyRule.AllowNetwork(agents, true, line(line));
  }

  static PolicyRule chain(int line, String... agents) {
    return new PolicyRule.AllowNetwork(Arrays.asList(agents), false, line(line));
  }

  static PolicyRule broadcast(int line, String sender, String... receivers) {
    return new PolicyRule.AllowBroadcast(sender, Arrays.asList(receivers), line(line));
  }

  static PolicyRule wildcard(int line, String agent) {
    return new PolicyRule.AllowWildcard(agent, line(line));
  }

  static PolicyRule block(int line, String sender, String... targets) {
    return new PolicyRule.Block(sender, Arrays.asList(targets), line(line));
  }

  static PolicyRule role(int line, String name, String... permissions) {
    return new PolicyRule.Role(name, Arrays.asList(permissions), "", line(line));
  }

  static PolicyRule assign(int line, String agent, String role) {
    return new PolicyRule.AssignRole(agent, role, line(line));
  }
}
