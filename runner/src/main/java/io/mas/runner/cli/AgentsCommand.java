package io.mas.runner.cli;

import io.mas.runner.config.AgentSettings;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.Parts;
import io.mas.runner.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agents}. */
@Command(
    name = "agents",
    description = "Runs agents of agents.yaml alone; service and gateway run elsewhere.")
final class AgentsCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private RunOptions run = new RunOptions();

  @Parameters(paramLabel = "AGENT", description = "which of them; all if none is named")
  private List<String> ids = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Run running = new Run(options, spec.commandLine());
    Configuration configuration = running.loadToStart();
    return running.run(configuration, new Parts(false, false, true), chosen(configuration), run);
  }

  private List<AgentSettings> chosen(Configuration configuration) {
    List<AgentSettings> all = configuration.agents().agents();
    for (String id : ids) {
      if (all.stream().noneMatch(agent -> agent.id().equals(id))) {
        throw new ParameterException(
            spec.commandLine(),
            "%s has no agent '%s'%s"
                .formatted(
                    configuration.agents().file(),
                    id,
                    Nearest.hint(id, all.stream().map(AgentSettings::id).toList())));
      }
    }
    return ids.isEmpty() ? all : all.stream().filter(agent -> ids.contains(agent.id())).toList();
  }
}
