package io.mas.runner.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mas-runner approvals deny}. */
@Command(
    name = "deny",
    description = {
      "Refuses messages that wait for approval.",
      "Their senders are told within about a second; each is a dead letter then."
    })
final class ApprovalsDenyCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private HeldChoice choice = new HeldChoice();

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; the sender is told")
  private @Nullable String reason;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String why = "denied by " + choice.by() + (reason == null ? "" : ": " + reason);
    return choice.each(
        spec.commandLine(), options, output, "denied", (held, message) -> held.deny(message, why));
  }
}
