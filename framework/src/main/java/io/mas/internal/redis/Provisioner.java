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

/** Makes agents known: their keys, and their users at Redis. Needs the rights of an admin. */
public final class Provisioner {
  private final RedisLink admin;
  private final Keys keys;
  private final boolean redisUsers;

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
   * new password.
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

  private void admit(AgentCredentials credentials) {
    admin.setUser(
        AclRules.userOf(credentials.agentId()),
        AclRules.forAgent(keys, credentials.agentId(), credentials.redisPassword().orElseThrow()));
  }

  private AgentKeys keysOf(String agent) {
    int shard = keys.shardOf(agent);
    String inForce =
        admin.callForText(
            "mas_provision",
            List.of(Keys.agents(shard), Keys.agentKeys(shard)),
            new Arguments().add(agent).add(Json.text(AgentKeys.generate().toJson())).add("new"));
    try {
      return AgentKeys.fromJson(Json.read(inForce.getBytes(StandardCharsets.UTF_8)));
    } catch (ProtocolException e) {
      throw new MasException("the keys of agent " + agent + " in Redis are spoiled", e);
    }
  }
}
