package io.mas.runner.launch;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.gateway.Provisioning;
import io.mas.gateway.control.Restriction;
import io.mas.runner.config.AgentSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Redis ready for the system of one agents.yaml: its permissions are published and its
 * agents known. Those that run in this process get credentials; the others keep what they have, for
 * the process that runs them may be on another machine, with a directory of its own.
 *
 * <p>A Redis that restarts forgets its users where no ACL file keeps them; so it is watched until
 * this is closed.
 */
final class Admission implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final Configuration configuration;
  private final CredentialStore store;
  private final Path lock;
  private final Provisioning provisioning;
  private @Nullable Readmission readmission;

  Admission(Configuration configuration, String redisUrl, boolean redisUsers) {
    this.provisioning = Provisioning.at(redisUrl, redisUsers);
    this.configuration = configuration;
    this.store =
        new CredentialStore(
            configuration.ownDirectory(), configuration.gateway().signing().algorithm());
    this.lock = configuration.ownDirectory().resolve("credentials.lock");
  }

  /**
   * Returns the credentials of the agents that run here, and sees to it that they stay good; of
   * those that are revoked or killed there are none.
   */
  synchronized Map<String, AgentCredentials> admit(PolicySource policy, List<AgentSettings> here) {
    provisioning.publish(policy.name(), policy.rules());
    warnOfOthers(policy.name());
    configuration.agents().agents().forEach(agent -> provisioning.introduce(agent.id()));
    Map<String, AgentCredentials> found = here.isEmpty() ? Map.of() : credentials(here);
    readmission = new Readmission(provisioning, found.values());
    return found;
  }

  /** Publishes permissions that have changed. */
  synchronized void publish(PolicySource policy) {
    provisioning.publish(policy.name(), policy.rules());
  }

  /** A file that was moved leaves its permissions behind, and they still hold. */
  private void warnOfOthers(String own) {
    provisioning
        .policySources()
        .forEach(
            (source, rules) -> {
              if (!source.equals(own)) {
                log.info(
                    "{} permissions of {} are in force too; if that file is no longer used, take"
                        + " them away with: HDEL mas:policy \"{}\" @version",
                    rules < 0 ? "unreadable" : rules,
                    source,
                    source);
              }
            });
  }

  @Override
  public synchronized void close() {
    if (readmission != null) {
      readmission.close();
    }
    provisioning.close();
  }

  /** Why an agent is not started; empty if it is. The others must not wait for it. */
  private String whyOut(String agent) {
    boolean revoked =
        provisioning.agent(agent).map(each -> each.revokedAt().isPresent()).orElse(false);
    Restriction under = provisioning.restriction(agent).orElse(null);
    if (under != null && under.kind() == Restriction.Kind.KILLED && (under.revoked() || !revoked)) {
      return "is killed by an operator, and is not started: after 'mas-runner kill "
          + agent
          + " --release', start this runner again";
    }
    return revoked
        ? "is revoked, and is not started: it has to be removed before it can be added anew"
        : "";
  }

  /**
   * One process at a time: when two make credentials of one agent, the file may keep those of the
   * one and Redis the password of the other.
   */
  private Map<String, AgentCredentials> credentials(List<AgentSettings> here) {
    Map<String, AgentCredentials> found = new LinkedHashMap<>();
    try {
      Files.createDirectories(Objects.requireNonNull(lock.getParent()));
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        for (AgentSettings agent : here) {
          String out = whyOut(agent.id());
          if (out.isEmpty()) {
            found.put(agent.id(), store.of(agent.id(), provisioning));
          } else {
            log.warn("agent {} {}", agent.id(), out);
          }
        }
        held.release();
      }
    } catch (IOException e) {
      throw new MasException(
          "the credentials of agents cannot be kept in " + lock.getParent() + ": " + e, e);
    }
    return found;
  }
}
