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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent rotate}. */
@Command(
    name = "rotate",
    description = {
      "Gives an agent a new signing key and writes its credentials anew.",
      "Running instances go on with the key before, which still verifies, and take the new one at"
          + " their next start. With --retire or --revoke-key no new key is made."
    })
final class AgentRotateCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "ID", description = "the agent")
  private String agent = "";

  @Option(
      names = "--algorithm",
      paramLabel = "hmac-sha256|ed25519",
      converter = KeyAlgorithmConverter.class,
      description = "of the new key; default: that of the key before")
  private @Nullable KeyAlgorithm algorithm;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "the file with its credentials; default: .mas/credentials/ID.json")
  private @Nullable Path credentials;

  @Option(
      names = "--retire",
      paramLabel = "KEY",
      description = "a key that is to sign no more; what it has signed is still taken")
  private List<String> retire = new ArrayList<>();

  @Option(
      names = "--revoke-key",
      paramLabel = "KEY",
      description = "a key of which nothing is to be taken any more, for good")
  private List<String> revoke = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AgentAccess access = AgentAccess.open(options)) {
      if (access.agents().find(agent).isEmpty()) {
        throw access.unknown(agent);
      }
      if (retire.isEmpty() && revoke.isEmpty()) {
        rotate(access, out);
      } else {
        retire.forEach(key -> set(access, key, "verify-only", out));
        revoke.forEach(key -> set(access, key, "revoked", out));
      }
    }
    return Exit.SUCCESS;
  }

  private void rotate(AgentAccess access, PrintWriter out) {
    Path file = access.credentials(credentials, agent);
    AgentCredentials held = CredentialsFile.read(file, agent);
    AgentCredentials made = access.agents().rotate(agent, algorithm, held);
    CredentialsFile.write(made, file);
    String key = made.keys().signer().id();
    if (output.isJson()) {
      ObjectNode tree = json(key, "active");
      tree.put("credentials", file.toString());
      OutputOptions.line(out, tree);
    } else {
      out.printf("agent %s signs with %s from its next start%ncredentials: %s%n", agent, key, file);
    }
  }

  private void set(AgentAccess access, String key, String state, PrintWriter out) {
    if (state.equals("revoked")) {
      access.agents().revokeKey(agent, key);
    } else {
      access.agents().retireKey(agent, key);
    }
    if (output.isJson()) {
      OutputOptions.line(out, json(key, state));
    } else {
      out.printf("agent %s: key %s is %s%n", agent, key, state);
    }
  }

  private ObjectNode json(String key, String state) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("agent", agent);
    tree.put("key", key);
    tree.put("state", state);
    return tree;
  }
}
