package io.mas.runner.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent remove}. */
@Command(
    name = "remove",
    description = "Takes an agent away, with its state and all that waits for it.")
final class AgentRemoveCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Option(
      names = "--force",
      description = "also where instances or messages of it are lost with it")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          List<String> lost = provisioning.remove(agent, force);
          PrintWriter out = spec.commandLine().getOut();
          out.printf("%s is removed%n", agent);
          lost.forEach(line -> out.printf("lost with it: %s%n", line));
          return Exit.SUCCESS;
        });
  }
}
