package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner breaker open}. */
@Command(
    name = "open",
    description = "Refuses all that is sent to an agent, until it is closed or reset.")
final class BreakerOpenCommand implements Callable<Integer> {
  @Mixin private BreakerWork work = new BreakerWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return work.ask(
        spec.commandLine().getOut(), CircuitBreakers::open, "is open until it is closed or reset");
  }
}
