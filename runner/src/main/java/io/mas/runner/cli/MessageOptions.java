package io.mas.runner.cli;

import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyVerdict;
import io.mas.protocol.Names;
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

  /** Such as {@code a may send order.new to b}. */
  String sentence(boolean allowed) {
    return "%s %s send %s to %s"
        .formatted(from, allowed ? "may" : "may not", type.equals(ANY) ? "this" : type, to);
  }
}
