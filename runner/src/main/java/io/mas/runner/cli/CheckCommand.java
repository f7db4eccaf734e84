package io.mas.runner.cli;

import io.mas.runner.config.AgentSettings;
import io.mas.runner.launch.AgentLauncher;
import io.mas.runner.launch.Configuration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner check}. */
@Command(
    name = "check",
    description = "Checks agents.yaml, gateway.yaml and the agents' classes; starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Configuration configuration = new Run(options, spec.commandLine()).load();
    List<AgentSettings> agents = configuration.agents().agents();
    configuration.redis(options.redis).named();
    try (AgentLauncher launcher = new AgentLauncher(configuration.agents(), agents)) {
      launcher.check(agents);
    }
    spec.commandLine()
        .getOut()
        .printf("%s: %d agents, no errors%n", configuration.agents().file(), agents.size());
    return Exit.SUCCESS;
  }
}
