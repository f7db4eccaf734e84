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

/** {@code mas-runner agent add}. */
@Command(name = "add", description = "Provisions an agent and writes its credentials.")
final class AgentAddCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "where its credentials are to be; default: .mas/credentials beside agents.yaml")
  private @Nullable Path credentials;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    Path file = work.file(credentials, agent);
    return work.with(
        provisioning -> {
          if (provisioning.agent(agent).isPresent()) {
            throw new NotFoundException(
                "there is an agent '%s' already; 'agent rotate' gives it new credentials"
                    .formatted(agent));
          }
          work.write(provisioning.provision(agent), file);
          return Exit.SUCCESS;
        });
  }
}
