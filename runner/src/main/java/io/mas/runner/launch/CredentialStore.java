package io.mas.runner.launch;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.gateway.Provisioning;
import io.mas.protocol.KeyAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The credentials of the agents in agents.yaml, a file for each under {@code .mas/credentials},
 * made when an agent is run for the first time.
 */
public final class CredentialStore {
  private static final String DIRECTORY = "credentials";

  private final Path directory;

  private final KeyAlgorithm algorithm;

  /**
   * Beside agents.yaml.
   *
   * @param algorithm that of new signing keys
   */
  CredentialStore(Path ownDirectory, KeyAlgorithm algorithm) {
    this.directory = ownDirectory.resolve(DIRECTORY);
    this.algorithm = algorithm;
  }

  /** The file of an agent under a directory of the runner's own. */
  public static Path file(Path ownDirectory, String agent) {
    return ownDirectory.resolve(DIRECTORY).resolve(agent + ".json");
  }

  /** The key may have been rotated where another process keeps its credentials. */
  private static AgentCredentials latest(
      AgentCredentials kept, Path file, Provisioning provisioning) throws IOException {
    AgentCredentials latest = provisioning.latest(kept);
    if (!latest.keys().signer().sameAs(kept.keys().signer())) {
      latest.write(file);
    }
    return latest;
  }

  /** The credentials of an agent, in force at this Redis. */
  AgentCredentials of(String agent, Provisioning provisioning) {
    Path file = directory.resolve(agent + ".json");
    try {
      if (Files.exists(file)) {
        AgentCredentials kept = AgentCredentials.read(file);
        if (kept.agentId().equals(agent) && provisioning.renew(kept)) {
          return latest(kept, file, provisioning);
        }
      }
      AgentCredentials made = provisioning.provision(agent, algorithm);
      made.write(file);
      return made;
    } catch (IOException e) {
      throw new MasException(
          "the credentials of agent " + agent + " cannot be kept: " + e.getMessage(), e);
    }
  }
}
