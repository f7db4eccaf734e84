package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.PolicyVerdict;
import io.mas.protocol.Json;
import io.mas.protocol.Names;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which message a question about the policy is about. */
final class MessageOptions {
  /** No message has it, so that it stands for any type that no rule names. */
  private static final String ANY = "?";

  @Option(names = "--from", paramLabel = "AGENT", required = true, description = "who sends")
  String from = "";

  @Option(names = "--to", paramLabel = "AGENT", required = true, description = "to whom")
  String to = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "the message type; without it, one that no rule names")
  String type = ANY;

  /** Refuses names that nobody can have. */
  void check(CommandLine command) {
    for (String agent : new String[] {from, to}) {
      if (!Names.isId(agent)) {
        throw new ParameterException(
            command, "an agent is 1 to 64 of letters, digits, '.', '_' and '-'");
      }
    }
    if (!type.equals(ANY) && !Names.isType(type)) {
      throw new ParameterException(
          command, "--type is 1 to 128 of letters, digits, '.', '_', '-', ':' and '/'");
    }
  }

  PolicyVerdict decide(Policy policy) {
    return policy.decide(from, to, type);
  }

  /** The question and its answer. */
  ObjectNode json(PolicyVerdict verdict) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("from", from);
    tree.put("to", to);
    tree.put("type", type);
    tree.put("decision", verdict.effect().toString());
    tree.put("allowed", verdict.allowed());
    Duration approval = verdict.approval();
    if (approval != null) {
      tree.putObject("approval").put("timeout_ms", approval.toMillis());
    }
    tree.put("reason", verdict.reason());
    PolicyRule rule = verdict.rule();
    if (rule != null) {
      ObjectNode decided = tree.putObject("rule");
      decided.put("kind", rule.kind());
      decided.put("file", rule.origin().source());
      decided.put("line", rule.origin().line());
    }
    return tree;
  }

  /** Such as {@code a may send order.new to b}. */
  String sentence(boolean allowed) {
    return "%s %s send %s to %s"
        .formatted(from, allowed ? "may" : "may not", type.equals(ANY) ? "this" : type, to);
  }
}
