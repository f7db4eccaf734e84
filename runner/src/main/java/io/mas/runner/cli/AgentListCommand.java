package io.mas.runner.cli;

import io.mas.gateway.ProvisionedAgent;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent list}. */
@Command(name = "list", description = "Lists the agents that are provisioned.")
final class AgentListCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AgentAccess access = AgentAccess.open(options)) {
      List<ProvisionedAgent> agents = access.agents().list();
      if (output.isJson()) {
        agents.forEach(agent -> OutputOptions.line(out, AgentText.json(agent)));
      } else {
        AgentText.table(agents).forEach(out::println);
      }
    }
    return Exit.SUCCESS;
  }
}
