package io.mas.runner.cli;

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

  @Option(names = "--force", description = "also with what waits for it")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          long waiting = provisioning.waiting(agent);
          if (waiting > 0 && !force) {
            throw new NotFoundException(
                "%s has %d entries that are not handled; --force removes it with them"
                    .formatted(agent, waiting));
          }
          provisioning.remove(agent);
          spec.commandLine().getOut().printf("%s is removed%n", agent);
          return Exit.SUCCESS;
        });
  }
}
