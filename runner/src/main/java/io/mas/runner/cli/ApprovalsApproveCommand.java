package io.mas.runner.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner approvals approve}. */
@Command(
    name = "approve",
    description = {
      "Lets messages pass that wait for approval.",
      "Each goes past the gateway, by the permissions of now."
    })
final class ApprovalsApproveCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private HeldChoice choice = new HeldChoice();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return choice.each(
        spec.commandLine(),
        options,
        output,
        "approved",
        (held, message) -> held.approve(message, choice.by()));
  }
}
