package io.mas.runner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent rotate}. */
@Command(
    name = "rotate",
    description =
        "Gives an agent a new signing key and new credentials. What runs with those before goes on"
            + " until it is started again.")
final class AgentRotateCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "where its credentials are to be; default: .mas/credentials beside agents.yaml")
  private @Nullable Path credentials;

  @Option(
      names = "--drop-old-keys",
      description = "what was signed with a key before is refused from now on, at once")
  private boolean dropsOldKeys;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    Path file = work.file(credentials, agent);
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          work.write(provisioning.rotate(agent, dropsOldKeys), file);
          return Exit.SUCCESS;
        });
  }
}
