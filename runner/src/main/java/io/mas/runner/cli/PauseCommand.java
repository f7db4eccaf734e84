package io.mas.runner.cli;

import io.mas.gateway.Operations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner pause}. */
@Command(
    name = "pause",
    description =
        "Lets an agent finish the turns it is in and take nothing more; its messages wait.")
final class PauseCommand implements Callable<Integer> {
  @Mixin private Operating operating = new Operating();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return operating.ask(
        spec.commandLine().getOut(),
        Operations::pause,
        "is paused: its messages wait until it is resumed");
  }
}
