package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.SecretKeys;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Lets agents in at Redis with their credentials, and shuts them out. Where agents have no users of
 * their own there, all are in. Thread-safe.
 */
final class Admission {
  private static final int PASSWORD_BYTES = 24;

  private final AgentEntries entries;
  private final AgentUsers users;

  Admission(AgentEntries entries, AgentUsers users) {
    this.entries = entries;
    this.users = users;
  }

  /**
   * Credentials with these keys, with which the agent is let in.
   *
   * @param held credentials of it whose Redis user goes on, or null to give it another password
   * @throws MasException if it is revoked, or has as many passwords as it may have
   */
  AgentCredentials issue(String agent, AgentKeys keys, @Nullable AgentCredentials held) {
    AgentCredentials credentials =
        held == null || held.redisUser().isEmpty() == users.areKept()
            ? fresh(agent, keys)
            : with(held, keys);
    admit(credentials);
    return credentials;
  }

  /** The same with other keys. */
  static AgentCredentials with(AgentCredentials held, AgentKeys keys) {
    return new AgentCredentials(
        held.agentId(), keys, held.redisUser().orElse(null), held.redisPassword().orElse(null));
  }

  private AgentCredentials fresh(String agent, AgentKeys keys) {
    return users.areKept()
        ? new AgentCredentials(
            agent,
            keys,
            AclRules.userOf(agent),
            HexFormat.of().formatHex(SecretKeys.random(PASSWORD_BYTES)))
        : new AgentCredentials(agent, keys, null, null);
  }

  /**
   * Lets an agent in with these credentials, beside others that it has.
   *
   * @throws MasException if it is revoked, or has as many passwords as it may have
   */
  void admit(AgentCredentials credentials) {
    if (!users.areKept()) {
      return;
    }
    users.admit(credentials);
    // whoever revokes writes that first, and then takes the user away: one of both sees the other
    if (entries.find(credentials.agentId()).map(AgentEntry::isRevoked).orElse(true)) {
      users.shutOut(credentials.agentId());
      throw revoked(credentials.agentId());
    }
  }

  /** Whether Redis lets an agent in with these credentials. */
  boolean isAdmitted(AgentCredentials credentials) {
    return users.isAdmitted(credentials);
  }

  /** Lets an agent in no more, and ends its connections. */
  void shutOut(String agent) {
    users.shutOut(agent);
  }

  /** Takes its user away. */
  void remove(String agent) {
    users.remove(agent);
  }

  static MasException revoked(String agent) {
    return new MasException(
        "agent " + agent + " is revoked; it has to be removed before it can be added anew");
  }
}
