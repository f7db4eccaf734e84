package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes agents known: their keys, and their users at Redis. Needs the rights of an admin. */
public final class Provisioner {
  /** How many directories may run one agent; without a bound their passwords would pile up. */
  static final int MAX_PASSWORDS = 16;

  private final RedisLink admin;
  private final Keys keys;
  private final boolean redisUsers;

  /** Those made known here, to bring them back where Redis has lost them. */
  private final Map<String, AgentKeys> known = new ConcurrentHashMap<>();

  /**
   * On a Redis that is prepared.
   *
   * @param redisUsers whether each agent gets a Redis user of its own
   */
  public Provisioner(RedisLink admin, Keys keys, boolean redisUsers) {
    this.admin = admin;
    this.keys = keys;
    this.redisUsers = redisUsers;
  }

  /**
   * Makes an agent known, so that others can send to it; whoever runs it has its credentials, or
   * gets them with {@link #provision}.
   */
  public void introduce(String agent) {
    keysOf(agent);
  }

  /**
   * The credentials of an agent: its keys are made the first time and stay; its Redis user gets a
   * password more.
   *
   * @throws MasException if it has as many as it may have
   */
  public AgentCredentials provision(String agent) {
    AgentKeys agentKeys = keysOf(agent);
    if (!redisUsers) {
      return new AgentCredentials(agent, agentKeys, null, null);
    }
    String password = HexFormat.of().formatHex(SecretKeys.random(24));
    AgentCredentials credentials =
        new AgentCredentials(agent, agentKeys, AclRules.userOf(agent), password);
    admit(credentials);
    return credentials;
  }

  /**
   * Makes sure that Redis knows the credentials: the keys must be those in force, the user is set.
   *
   * @return whether the keys are those in force
   * @throws MasException if the user has as many other passwords as it may have
   */
  public boolean renew(AgentCredentials credentials) {
    AgentKeys inForce = keysOf(credentials.agentId());
    if (!inForce.signer().sameAs(credentials.keys().signer())) {
      return false;
    }
    if (redisUsers) {
      admit(credentials);
    }
    return true;
  }

  /** Whether Redis lets an agent in with these credentials. */
  public boolean isAdmitted(AgentCredentials credentials) {
    return credentials.redisPassword().isEmpty()
        || passwordsOf(credentials)
            .contains(AclRules.hashOf(credentials.redisPassword().orElseThrow()));
  }

  private Set<String> passwordsOf(AgentCredentials credentials) {
    return admin.passwordsOf(AclRules.userOf(credentials.agentId()));
  }

  private void admit(AgentCredentials credentials) {
    if (!isAdmitted(credentials) && passwordsOf(credentials).size() >= MAX_PASSWORDS) {
      String user = AclRules.userOf(credentials.agentId());
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
        AclRules.userOf(credentials.agentId()),
        AclRules.forAgent(keys, credentials.agentId(), credentials.redisPassword().orElseThrow()));
    admin.saveUsers();
  }

  /** Makes all agents known again that were, with the keys they had; how many. */
  public int restore() {
    known.forEach(this::keysOf);
    return known.size();
  }

  private AgentKeys keysOf(String agent) {
    AgentKeys inForce = keysOf(agent, known.getOrDefault(agent, AgentKeys.generate()));
    known.put(agent, inForce);
    return inForce;
  }

  /** Those in force, which are the given ones if there were none. */
  private AgentKeys keysOf(String agent, AgentKeys fresh) {
    int shard = keys.shardOf(agent);
    String inForce =
        admin.callForText(
            "mas_provision",
            List.of(Keys.agents(shard), Keys.agentKeys(shard)),
            new Arguments().add(agent).add(Json.text(fresh.toJson())).add("new"));
    try {
      return AgentKeys.fromJson(Json.read(inForce.getBytes(StandardCharsets.UTF_8)));
    } catch (ProtocolException e) {
      throw new MasException("the keys of agent " + agent + " in Redis are spoiled", e);
    }
  }
}
