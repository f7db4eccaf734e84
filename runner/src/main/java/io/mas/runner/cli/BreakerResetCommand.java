package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner breaker reset}. */
@Command(name = "reset", description = "Undoes open and close, and forgets what has failed.")
final class BreakerResetCommand implements Callable<Integer> {
  @Mixin private BreakerWork work = new BreakerWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return work.ask(
        spec.commandLine().getOut(),
        CircuitBreakers::reset,
        "is closed, and opens when its agent fails");
  }
}
