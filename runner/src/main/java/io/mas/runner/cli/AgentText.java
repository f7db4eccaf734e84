package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.ProvisionedAgent;
import io.mas.protocol.Json;
import java.util.List;

/** Provisioned agents for a person, and for a program. */
final class AgentText {
  private AgentText() {}

  /** A line for each. */
  static List<String> table(List<ProvisionedAgent> agents) {
    if (agents.isEmpty()) {
      return List.of("no agents");
    }
    Columns columns = new Columns();
    columns.row("ID", "STATUS", "INSTANCES", "KEYS", "CAPABILITIES");
    for (ProvisionedAgent agent : agents) {
      columns.row(
          agent.id(),
          status(agent),
          Integer.toString(agent.instances().size()),
          known(String.join(", ", agent.keys().stream().map(AgentText::brief).toList())),
          capabilities(agent));
    }
    return columns.lines();
  }

  /** Everything of one. */
  static List<String> full(ProvisionedAgent agent) {
    Columns columns = new Columns();
    columns.row("ID", agent.id());
    columns.row("Status", status(agent));
    columns.row("Capabilities", capabilities(agent));
    agent
        .keys()
        .forEach(
            key ->
                columns.row("Key", "%s %s %s".formatted(key.id(), key.algorithm(), key.state())));
    agent.instances().forEach(instance -> columns.row("Instance", instance));
    return columns.lines();
  }

  static ObjectNode json(ProvisionedAgent agent) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("agent", agent.id());
    tree.put("status", status(agent));
    ArrayNode keys = tree.putArray("keys");
    for (ProvisionedAgent.Key key : agent.keys()) {
      keys.addObject()
          .put("id", key.id())
          .put("algorithm", key.algorithm())
          .put("state", key.state());
    }
    agent.capabilities().ifPresent(granted -> granted.forEach(tree.putArray("capabilities")::add));
    ArrayNode instances = tree.putArray("instances");
    agent.instances().forEach(instances::add);
    return tree;
  }

  private static String status(ProvisionedAgent agent) {
    return agent.revoked() ? "REVOKED" : Printable.of(agent.status());
  }

  private static String brief(ProvisionedAgent.Key key) {
    return key.id() + " " + key.state();
  }

  private static String capabilities(ProvisionedAgent agent) {
    return agent
        .capabilities()
        .map(granted -> Printable.of(known(String.join(", ", granted))))
        .orElse("any");
  }

  private static String known(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
