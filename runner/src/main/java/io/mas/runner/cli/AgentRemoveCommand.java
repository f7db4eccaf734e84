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
    description =
        "Removes an agent: its keys, its Redis user, its state and all else that is its own. Refused"
            + " while messages of it or for it are under way. What is written down of it stays.")
final class AgentRemoveCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "ID", description = "the agent")
  private String agent = "";

  @Option(names = "--force", description = "with the messages that are under way")
  private boolean force;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AgentAccess access = AgentAccess.open(options)) {
      if (access.agents().find(agent).isEmpty()) {
        throw access.unknown(agent);
      }
      List<String> lost = access.agents().remove(agent, force);
      out.printf("agent %s is removed%n", agent);
      lost.forEach(line -> out.printf("lost with it: %s%n", line));
    }
    return Exit.SUCCESS;
  }
}
