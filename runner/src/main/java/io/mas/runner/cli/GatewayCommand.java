package io.mas.runner.cli;

import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.Parts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner gateway}. */
@Command(name = "gateway", description = "Runs a gateway alone.")
final class GatewayCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Run running = new Run(options, spec.commandLine());
    Configuration configuration = running.loadToStart();
    return running.run(configuration, new Parts(false, true, false), List.of(), run);
  }
}
