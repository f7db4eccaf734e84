package io.mas.runner.cli;

import io.mas.gateway.Operations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner resume}. */
@Command(name = "resume", description = "Lets a paused or drained agent handle messages again.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private Operating operating = new Operating();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return operating.ask(spec.commandLine().getOut(), Operations::resume, "is resumed");
  }
}
