package io.mas.runner.cli;

import io.mas.protocol.KeyAlgorithm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--algorithm",
      paramLabel = "hmac-sha256|ed25519",
      converter = KeyAlgorithmConverter.class,
      description =
          "of its signing key; default: message_signing.algorithm of gateway.yaml. With ed25519"
              + " nothing that can sign is in Redis")
  private @Nullable KeyAlgorithm algorithm;

  @Option(
      names = "--capability",
      paramLabel = "NAME",
      description =
          "one that its instances may claim to have, once for each; without any they may claim all")
  private List<String> capabilities = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    Path file = work.file(credentials, agent);
    return work.with(
        provisioning -> {
          work.write(
              provisioning.add(
                  agent,
                  work.algorithm(algorithm).orElse(KeyAlgorithm.HMAC_SHA256),
                  capabilities.isEmpty() ? Optional.empty() : Optional.of(capabilities)),
              file);
          return Exit.SUCCESS;
        });
  }
}
