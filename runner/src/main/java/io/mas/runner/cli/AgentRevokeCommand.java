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
        "Puts an agent out of force within a second: nothing that it has sent passes any more.")
final class AgentRevokeCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          boolean revoked = provisioning.revoke(agent);
          spec.commandLine()
              .getOut()
              .printf("%s %s%n", agent, revoked ? "is revoked" : "was revoked before");
          return Exit.SUCCESS;
        });
  }
}
