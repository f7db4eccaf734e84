package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.protocol.AgentEntry;
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
import org.jspecify.annotations.Nullable;

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
   * gets them with {@link #provision}. One that is revoked stays so.
   */
  public void introduce(String agent) {
    AgentEntry entry = entry(agent);
    if (entry == null || !entry.isRevoked()) {
      keysOf(agent);
    }
  }

  /**
   * The credentials of an agent: its keys are made the first time and stay; its Redis user gets a
   * password more.
   *
   * @throws MasException if it has as many as it may have
   */
  public AgentCredentials provision(String agent) {
    return credentials(agent, keysOf(agent));
  }

  private AgentCredentials credentials(String agent, AgentKeys agentKeys) {
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

  /**
   * New credentials with a new signing key. The keys before still verify, so that what runs with
   * them goes on.
   *
   * @param dropsOldKeys whether what they have signed is refused at once instead
   * @throws MasException if there is no such agent, or it is revoked
   */
  public AgentCredentials rotate(String agent, boolean dropsOldKeys) {
    AgentEntry entry = entry(agent);
    if (entry == null) {
      throw new MasException("there is no agent " + agent);
    }
    refuseRevoked(agent, entry);
    AgentKeys fresh = entry.keys().rotated();
    AgentKeys kept = dropsOldKeys ? fresh.withoutOldKeys() : fresh;
    replace(agent, new AgentEntry(kept, 0));
    known.put(agent, kept);
    return credentials(agent, kept);
  }

  /**
   * Puts an agent out of force for good: its Redis user is switched off and its connections end,
   * and gateways refuse what it has sent, that which waits too. Whether there was such an agent in
   * force.
   */
  public boolean revoke(String agent) {
    AgentEntry entry = entry(agent);
    if (entry == null || entry.isRevoked()) {
      return false;
    }
    replace(agent, new AgentEntry(entry.keys(), admin.time()));
    known.remove(agent);
    String user = AclRules.userOf(agent);
    if (redisUsers) {
      admin.setUser(user, List.of("off", "resetpass"));
      admin.saveUsers();
      admin.disconnect(user);
    }
    return true;
  }

  /**
   * Undoes {@link #revoke}, but for its Redis user's passwords: whoever runs it admits it anew, or
   * it gets new credentials.
   */
  public void reinstate(String agent) {
    AgentEntry entry = entry(agent);
    if (entry != null && entry.isRevoked()) {
      replace(agent, new AgentEntry(entry.keys(), 0));
    }
  }

  /**
   * Takes an agent away with all that is its own in Redis, but for the numbers that it has used.
   * What it has not handled is lost. Whether there was such an agent.
   */
  public boolean remove(String agent) {
    if (entry(agent) == null) {
      return false;
    }
    revoke(agent);
    if (redisUsers) {
      admin.deleteUser(AclRules.userOf(agent));
      admin.saveUsers();
    }
    int shard = keys.shardOf(agent);
    admin.deleteKeys(
        List.of(
            keys.agent(agent),
            keys.state(agent),
            keys.outbox(agent),
            keys.inbox(agent),
            keys.retries(agent),
            keys.timers(agent),
            keys.delayed(agent),
            keys.lanes(agent),
            keys.order(agent)));
    admin.callForAny(
        "mas_provision",
        List.of(Keys.agents(shard), Keys.agentKeys(shard)),
        new Arguments().add(agent).add("").add("remove"));
    return true;
  }

  /** What the directory has of an agent, or null. */
  public @Nullable AgentEntry entry(String agent) {
    byte[] json = admin.field(Keys.agentKeys(keys.shardOf(agent)), agent);
    return json == null ? null : parsed(agent, json);
  }

  private static void refuseRevoked(String agent, AgentEntry entry) {
    if (entry.isRevoked()) {
      throw new MasException(
          "agent " + agent + " is revoked; it has to be removed before it can be added anew");
    }
  }

  private void replace(String agent, AgentEntry entry) {
    int shard = keys.shardOf(agent);
    admin.callForText(
        "mas_provision",
        List.of(Keys.agents(shard), Keys.agentKeys(shard)),
        new Arguments().add(agent).add(Json.text(entry.toJson())).add("replace"));
  }

  private static AgentEntry parsed(String agent, byte[] json) {
    try {
      return AgentEntry.fromJson(Json.read(json));
    } catch (ProtocolException e) {
      throw new MasException("the keys of agent " + agent + " in Redis are spoiled", e);
    }
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
    AgentEntry entry = parsed(agent, inForce.getBytes(StandardCharsets.UTF_8));
    refuseRevoked(agent, entry);
    return entry.keys();
  }
}
