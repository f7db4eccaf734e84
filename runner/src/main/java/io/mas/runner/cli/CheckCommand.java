package io.mas.runner.cli;

import io.mas.runner.config.AgentSettings;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.PolicySource;
import io.mas.runner.launch.Preparation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner check}. */
@Command(
    name = "check",
    description = "Checks agents.yaml, gateway.yaml and the agents' classes; starts nothing.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Configuration configuration = new Run(options, spec.commandLine()).load();
    List<AgentSettings> agents = configuration.agents().agents();
    PolicySource policy = new PolicyWork(spec.commandLine()).policy(configuration);
    if (PolicyWork.report(spec.commandLine().getErr(), policy.failures())) {
      return Exit.FOUND_SOMETHING;
    }
    Preparation.of(configuration, agents, options.redis).close();
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d %s, no errors%n",
            configuration.agents().file(), agents.size(), agents.size() == 1 ? "agent" : "agents");
    return Exit.SUCCESS;
  }
}
