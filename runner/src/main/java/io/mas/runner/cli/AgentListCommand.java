package io.mas.runner.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent list}. */
@Command(name = "list", description = "Lists who is provisioned.")
final class AgentListCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return new AgentWork(options, spec.commandLine())
        .with(
            provisioning -> {
              if (output.isJson()) {
                provisioning.agents().forEach(a -> OutputOptions.line(out, AgentWork.json(a)));
                return Exit.SUCCESS;
              }
              Columns table = new Columns().row("AGENT", "STATE", "KEYS");
              provisioning
                  .agents()
                  .forEach(a -> table.row(a.id(), AgentWork.state(a), AgentWork.keys(a)));
              table.lines().forEach(out::println);
              return Exit.SUCCESS;
            });
  }
}
