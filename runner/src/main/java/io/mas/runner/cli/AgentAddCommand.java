package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.AgentCredentials;
import io.mas.protocol.Json;
import io.mas.protocol.KeyAlgorithm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent add}. */
@Command(
    name = "add",
    description =
        "Provisions an agent and writes its credentials to a file, readable by you alone.")
final class AgentAddCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "ID", description = "the agent's id")
  private String agent = "";

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
      paramLabel = "C",
      description = "one that its instances may claim to have; give it once for each")
  private List<String> capabilities = new ArrayList<>();

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "where to write its credentials; default: .mas/credentials/ID.json")
  private @Nullable Path credentials;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AgentAccess access = AgentAccess.prepared(options)) {
      Path file = access.credentials(credentials, agent);
      AgentCredentials made = make(access);
      CredentialsFile.write(made, file);
      if (output.isJson()) {
        ObjectNode tree = Json.mapper().createObjectNode();
        tree.put("agent", agent);
        tree.put("key", made.keys().signer().id());
        tree.put("algorithm", made.keys().signer().algorithm().text());
        tree.put("credentials", file.toString());
        OutputOptions.line(out, tree);
      } else {
        out.printf(
            "agent %s is provisioned and signs with %s (%s)%ncredentials: %s%n",
            agent, made.keys().signer().id(), made.keys().signer().algorithm().text(), file);
      }
    }
    return Exit.SUCCESS;
  }

  private AgentCredentials make(AgentAccess access) {
    try {
      return access
          .agents()
          .add(agent, algorithm == null ? access.algorithm() : algorithm, capabilities);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
