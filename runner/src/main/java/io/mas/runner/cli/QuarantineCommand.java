package io.mas.runner.cli;

import io.mas.gateway.Controls;
import io.mas.gateway.control.Restriction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner quarantine}. */
@Command(
    name = "quarantine",
    description = {
      "Lets nothing pass that an agent sends, or that is for it, within a second.",
      "The agent goes on running. What is refused is kept among the dead letters."
    })
final class QuarantineCommand implements Callable<Integer> {
  @Mixin private Restraining restraining = new Restraining();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return restraining.put(
        spec.commandLine(),
        Restriction.Kind.QUARANTINED,
        Controls::quarantine,
        "is killed, which goes further; kill --release lets it go");
  }
}
