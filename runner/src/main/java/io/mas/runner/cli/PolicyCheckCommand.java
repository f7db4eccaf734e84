package io.mas.runner.cli;

import io.mas.gateway.policy.PolicyVerdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy check}. */
@Command(
    name = "check",
    description = "Whether an agent may send to another: status 0 if so, 1 if not.")
final class PolicyCheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private MessageOptions message = new MessageOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    message.check(spec.commandLine());
    PolicyVerdict verdict =
        message.decide(new PolicyWork(spec.commandLine()).policy(options).policy());
    spec.commandLine()
        .getOut()
        .printf("%s: %s%n", message.sentence(verdict.allowed()), verdict.reason());
    return verdict.allowed() ? Exit.SUCCESS : Exit.FOUND_SOMETHING;
  }
}
