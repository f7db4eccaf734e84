package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import java.util.List;
import java.util.Set;

/** The users that agents have at Redis, as an admin sees them. Thread-safe. */
final class AgentUsers {
  /** How many directories may run one agent; without a bound their passwords would pile up. */
  static final int MAX_PASSWORDS = 16;

  private final RedisLink admin;
  private final Keys keys;
  private final boolean kept;

  /**
   * On a Redis that is prepared.
   *
   * @param kept whether each agent has a user of its own
   */
  AgentUsers(RedisLink admin, Keys keys, boolean kept) {
    this.admin = admin;
    this.keys = keys;
    this.kept = kept;
  }

  /** Whether each agent has a user of its own. */
  boolean areKept() {
    return kept;
  }

  /** Whether Redis lets an agent in with these credentials. */
  boolean isAdmitted(AgentCredentials credentials) {
    return credentials.redisPassword().isEmpty()
        || admin
            .passwordsOf(AclRules.userOf(credentials.agentId()))
            .contains(AclRules.hashOf(credentials.redisPassword().orElseThrow()));
  }

  /** Lets an agent in with these credentials, beside others that it has. */
  void admit(AgentCredentials credentials) {
    String user = AclRules.userOf(credentials.agentId());
    Set<String> passwords = admin.passwordsOf(user);
    if (!isAdmitted(credentials) && passwords.size() >= MAX_PASSWORDS) {
      throw new MasException(
          "the Redis user "
              + user
              + " has "
              + MAX_PASSWORDS
              + " passwords already, one for each directory that has run the agent: take them away"
              + " with ACL SETUSER "
              + user
              + " resetpass; runners that are running bring theirs into force again");
    }
    admin.setUser(
        user,
        AclRules.forAgent(keys, credentials.agentId(), credentials.redisPassword().orElseThrow()));
    admin.saveUsers();
  }

  /** Lets an agent in no more, whatever password it has, and ends its connections. */
  void shutOut(String agent) {
    if (kept) {
      String user = AclRules.userOf(agent);
      admin.setUser(user, List.of("reset")); // off, without passwords or rights
      admin.disconnect(user);
      admin.saveUsers();
    }
  }

  /** Takes the user away, which ends its connections. */
  void remove(String agent) {
    if (kept) {
      admin.deleteUser(AclRules.userOf(agent));
      admin.saveUsers();
    }
  }
}
