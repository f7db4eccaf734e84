package io.mas.runner.cli;

import io.mas.gateway.Operations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner drain}. */
@Command(
    name = "drain",
    description =
        "Lets the instances of an agent finish the turns they are in and end; its messages wait, and new instances are paused until it is resumed.")
final class DrainCommand implements Callable<Integer> {
  @Mixin private Operating operating = new Operating();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return operating.ask(
        spec.commandLine().getOut(),
        Operations::drain,
        "is drained: its messages wait, and new instances are paused until it is resumed");
  }
}
