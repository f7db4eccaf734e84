package io.mas.runner.cli;

import io.mas.gateway.Rotation;
import io.mas.protocol.KeyAlgorithm;
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

  @Option(
      names = "--algorithm",
      paramLabel = "hmac-sha256|ed25519",
      converter = KeyAlgorithmConverter.class,
      description =
          "of the new key; default: message_signing.algorithm of gateway.yaml, or without it that"
              + " of the key before")
  private @Nullable KeyAlgorithm algorithm;

  @Option(
      names = "--revoke-key",
      paramLabel = "KEY",
      description =
          "a key before, of which nothing is to be taken any more, for good; no new key is made")
  private @Nullable String revoked;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    @Nullable String key = revoked;
    return key == null ? rotate(work) : revoke(work, key);
  }

  private int rotate(AgentWork work) {
    Path file = work.file(credentials, agent);
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          Rotation how =
              new Rotation(
                  work.algorithm(algorithm).orElse(null),
                  dropsOldKeys,
                  AgentWork.read(file, agent).orElse(null));
          work.write(provisioning.rotate(agent, how), file);
          return Exit.SUCCESS;
        });
  }

  private int revoke(AgentWork work, String key) {
    return work.with(
        provisioning -> {
          AgentWork.existing(provisioning, agent);
          provisioning.revokeKey(agent, key);
          spec.commandLine().getOut().printf("key %s of %s is revoked%n", key, agent);
          return Exit.SUCCESS;
        });
  }
}
