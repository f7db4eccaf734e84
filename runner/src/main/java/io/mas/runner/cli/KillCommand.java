package io.mas.runner.cli;

import io.mas.gateway.Controls;
import io.mas.gateway.control.Restriction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner kill}. */
@Command(
    name = "kill",
    description = {
      "Stops an agent at once: no turn of its instances can be committed any more.",
      "Nothing that it sends passes, or that is for it; its Redis user is switched off. What waits"
          + " for it stays until it is released or removed."
    })
final class KillCommand implements Callable<Integer> {
  @Mixin private Restraining restraining = new Restraining();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return restraining.put(
        spec.commandLine(), Restriction.Kind.KILLED, Controls::kill, "is not there");
  }
}
