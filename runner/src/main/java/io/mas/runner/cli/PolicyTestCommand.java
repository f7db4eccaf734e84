package io.mas.runner.cli;

import io.mas.runner.launch.PolicySource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy test}. */
@Command(
    name = "test",
    description = "Runs the tests of the policy: status 1 if it decides otherwise than expected.")
final class PolicyTestCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PolicySource policy = new PolicyWork(spec.commandLine()).policy(options);
    boolean failed = PolicyWork.report(spec.commandLine().getOut(), policy.failures());
    spec.commandLine()
        .getOut()
        .printf(
            "%d of %d tests passed%n",
            policy.tests().size() - policy.failures().size(), policy.tests().size());
    return failed ? Exit.FOUND_SOMETHING : Exit.SUCCESS;
  }
}
