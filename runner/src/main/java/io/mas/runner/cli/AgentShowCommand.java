package io.mas.runner.cli;

import io.mas.gateway.ProvisionedAgent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent show}. */
@Command(
    name = "show",
    description = "Shows an agent: its status, keys, what it is granted, its instances.")
final class AgentShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "ID", description = "the agent")
  private String agent = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AgentAccess access = AgentAccess.open(options)) {
      ProvisionedAgent found = access.agents().find(agent).orElseThrow(() -> access.unknown(agent));
      if (output.isJson()) {
        OutputOptions.line(out, AgentText.json(found));
      } else {
        AgentText.full(found).forEach(out::println);
      }
    }
    return Exit.SUCCESS;
  }
}
