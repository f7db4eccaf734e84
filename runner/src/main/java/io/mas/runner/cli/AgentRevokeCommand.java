package io.mas.runner.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent revoke}. */
@Command(
    name = "revoke",
    description =
        "Takes nothing more of an agent, also of what it has sent before, and ends its connections."
            + " In force on every gateway within a second, and for good: remove and add it to have"
            + " it back.")
final class AgentRevokeCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "ID", description = "the agent")
  private String agent = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (AgentAccess access = AgentAccess.open(options)) {
      if (!access.agents().revoke(agent)) {
        throw access.unknown(agent);
      }
    }
    spec.commandLine().getOut().printf("agent %s is revoked%n", agent);
    return Exit.SUCCESS;
  }
}
