package io.mas.runner.launch;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.gateway.Provisioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The credentials of the agents in agents.yaml, a file for each under {@code .mas/credentials},
 * made when an agent is run for the first time.
 */
final class CredentialStore {
  private final Path directory;

  CredentialStore(Path ownDirectory) {
    this.directory = ownDirectory.resolve("credentials");
  }

  /** The credentials of an agent, in force at this Redis. */
  AgentCredentials of(String agent, Provisioning provisioning) {
    Path file = directory.resolve(agent + ".json");
    try {
      if (Files.exists(file)) {
        AgentCredentials kept = AgentCredentials.read(file);
        if (kept.agentId().equals(agent) && provisioning.renew(kept)) {
          return kept;
        }
      }
      AgentCredentials made = provisioning.provision(agent);
      made.write(file);
      return made;
    } catch (IOException e) {
      throw new MasException(
          "the credentials of agent " + agent + " cannot be kept: " + e.getMessage(), e);
    }
  }
}
