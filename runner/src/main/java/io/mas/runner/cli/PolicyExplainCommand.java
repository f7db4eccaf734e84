package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.policy.Explanation;
import io.mas.gateway.policy.PolicyRule;
import io.mas.protocol.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy explain}. */
@Command(
    name = "explain",
    description =
        "Which rule decides whether an agent may send to another, and what is near to changing it.")
final class PolicyExplainCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private MessageOptions message = new MessageOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    message.check(spec.commandLine());
    Explanation explanation =
        new PolicyWork(spec.commandLine())
            .policy(options)
            .policy()
            .explain(message.from, message.to, message.type);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOptions.line(out, json(explanation));
    } else {
      boolean allowed = explanation.verdict().allowed();
      out.printf("%s: %s%n", message.sentence(allowed), explanation.verdict().reason());
      explanation.hints().forEach(hint -> out.println("  " + hint));
    }
    return Exit.SUCCESS;
  }

  private ObjectNode json(Explanation explanation) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("from", message.from);
    tree.put("to", message.to);
    tree.put("type", message.type);
    tree.put("allowed", explanation.verdict().allowed());
    tree.put("reason", explanation.verdict().reason());
    PolicyRule rule = explanation.verdict().rule();
    if (rule != null) {
      ObjectNode decided = tree.putObject("rule");
      decided.put("kind", rule.kind());
      decided.put("file", rule.origin().source());
      decided.put("line", rule.origin().line());
    }
    explanation.hints().forEach(tree.putArray("hints")::add);
    return tree;
  }
}
