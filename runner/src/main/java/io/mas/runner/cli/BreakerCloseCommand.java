package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner breaker close}. */
@Command(
    name = "close",
    description = "Lets all pass to an agent, however it fails, until it is opened or reset.")
final class BreakerCloseCommand implements Callable<Integer> {
  @Mixin private BreakerWork work = new BreakerWork();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return work.ask(
        spec.commandLine().getOut(),
        CircuitBreakers::close,
        "is closed, whatever fails, until it is opened or reset");
  }
}
