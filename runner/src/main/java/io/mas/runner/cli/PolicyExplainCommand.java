package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.policy.Explanation;
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
    ObjectNode tree = message.json(explanation.verdict());
    explanation.hints().forEach(tree.putArray("hints")::add);
    return tree;
  }
}
