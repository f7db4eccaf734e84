package io.mas.runner.cli;

import io.mas.gateway.policy.PolicyVerdict;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy check}. */
@Command(
    name = "check",
    description =
        "Whether an agent may send to another: status 0 if so, 1 if not, 4 if a person must approve"
            + " it.")
final class PolicyCheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private MessageOptions message = new MessageOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    message.check(spec.commandLine());
    PolicyVerdict verdict =
        message.decide(new PolicyWork(spec.commandLine()).policy(options).policy());
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOptions.line(out, message.json(verdict));
    } else {
      out.printf("%s: %s%n", message.sentence(verdict.allowed()), verdict.reason());
    }
    return switch (verdict.effect()) {
      case ALLOW -> Exit.SUCCESS;
      case HOLD -> Exit.HELD;
      case DENY -> Exit.FOUND_SOMETHING;
    };
  }
}
