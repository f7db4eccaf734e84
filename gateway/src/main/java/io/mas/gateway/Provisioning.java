package io.mas.gateway;

import io.mas.AgentCredentials;
import io.mas.gateway.control.Restriction;
import io.mas.gateway.control.RestrictionLoader;
import io.mas.gateway.policy.PolicyLoader;
import io.mas.gateway.policy.PolicyRule;
import io.mas.internal.redis.AofReplay;
import io.mas.internal.redis.Foundation;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.redis.Removal;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a Redis ready for a system of agents: layout, functions, agents and their users, policy.
 * Needs a user with the rights of an admin. Everything it does may be done again without harm.
 */
public final class Provisioning implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Provisioner provisioner;
  private final ProvisionedAgents agents;
  private final Removal removal;
  private final Restoration restoration;

  private Provisioning(RedisServer server, boolean redisUsers) {
    this.server = server;
    this.link = server.link();
    Foundation foundation = Foundation.of(link);
    AofReplay.warnIfItLoses(link);
    this.provisioner = new Provisioner(link, foundation.keys(), redisUsers);
    this.agents = new ProvisionedAgents(link, foundation.keys(), provisioner);
    this.removal = new Removal(link, foundation.keys(), provisioner);
    this.restoration = new Restoration(link, foundation, provisioner);
  }

  /**
   * Connects and prepares.
   *
   * @param redisUsers whether each agent gets a Redis user that can reach its own keys alone
   */
  public static Provisioning at(String redisUrl, boolean redisUsers) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new Provisioning(server, redisUsers);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Makes an agent known that another process runs; its credentials stay as they are.
   *
   * @throws IllegalArgumentException if that is no id of an agent, or the gateway's own name
   */
  public void introduce(String agent) {
    provisioner.introduce(requireAgent(agent));
  }

  /**
   * New credentials of an agent, which it is provisioned with if it was not before. Those made
   * before stay in force, for another machine may run it with them; sixteen at most.
   *
   * @throws IllegalArgumentException if that is no id of an agent, or the gateway's own name
   */
  public AgentCredentials provision(String agent) {
    return provision(agent, KeyAlgorithm.HMAC_SHA256);
  }

  /**
   * The same, with the algorithm of a signing key that is made for it.
   *
   * @throws io.mas.MasException if the agent is revoked
   */
  public AgentCredentials provision(String agent, KeyAlgorithm algorithm) {
    return provisioner.provision(requireAgent(agent), algorithm);
  }

  /**
   * Gives an agent credentials that has none yet.
   *
   * @param algorithm that of its signing key
   * @param capabilities what its instances may claim to be able to do; empty for anything
   * @throws io.mas.MasException if it has credentials, or is revoked
   */
  public AgentCredentials add(
      String agent, KeyAlgorithm algorithm, Optional<List<String>> capabilities) {
    return provisioner.add(requireAgent(agent), algorithm, capabilities.orElse(null));
  }

  /** Before anything is written: what is in the directory is taken for an agent. */
  static String requireAgent(String agent) {
    if (agent.equals(Names.SYSTEM_AGENT)) {
      throw new IllegalArgumentException("the agent id 'mas' is reserved for the gateway");
    }
    return Names.requireId("an agent id", agent);
  }

  /**
   * New credentials of an agent with a new signing key; those before stay in force, so that what
   * runs with them goes on, unless their keys are dropped.
   *
   * @throws io.mas.MasException if there is no such agent, or it is revoked
   */
  public AgentCredentials rotate(String agent, Rotation how) {
    return provisioner.rotate(requireAgent(agent), how.algorithm(), how.dropsOldKeys(), how.held());
  }

  /**
   * Revokes one key of an agent for good: what it has signed is refused from now on, that which
   * waits too.
   *
   * @throws io.mas.MasException if there is no such agent or key, or no other key signs
   */
  public void revokeKey(String agent, String keyId) {
    provisioner.setKey(requireAgent(agent), keyId, KeyState.REVOKED);
  }

  /**
   * Puts an agent out of force on every gateway within a second: its Redis user is switched off,
   * its connections end, and what it has sent is refused, that which waits too. It stays so until
   * it is removed, also where it was killed before and is released.
   *
   * @return whether there was such an agent, and nobody had revoked it before
   */
  public boolean revoke(String agent) {
    boolean wasInForce = provisioner.revoke(requireAgent(agent));
    Restriction under = restriction(agent).orElse(null);
    if (under == null || !under.revoked()) {
      return wasInForce;
    }
    RestrictionLoader.put(link, agent, under.asRevokedApart());
    return true;
  }

  /**
   * Takes an agent away, with its state and its user; takes two seconds. It can be provisioned
   * anew, with other keys; the numbers of its instances go on, so that nothing that it once sent
   * passes again.
   *
   * @param force whether to remove it with what would be lost: instances that are registered,
   *     messages that it has sent or that wait for it
   * @return what was lost with it, a line each
   * @throws io.mas.MasException if there is no such agent, or without force something would be
   *     lost; the message says what. It is then as it was, or revoked if that came while it was
   *     being removed
   */
  public List<String> remove(String agent, boolean force) {
    List<String> lost = removal.remove(requireAgent(agent), force);
    if (restriction(agent).isPresent()) {
      RestrictionLoader.remove(link, agent);
    }
    return lost;
  }

  /** All that are provisioned, by their ids. */
  public List<ProvisionedAgent> agents() {
    return agents.all();
  }

  /** The one of an id. */
  public Optional<ProvisionedAgent> agent(String id) {
    return agents.find(id);
  }

  /** What an operator has put an agent under; see {@link Controls}. */
  public Optional<Restriction> restriction(String agent) {
    return Optional.ofNullable(RestrictionLoader.read(link).of(agent));
  }

  /** How many entries wait in an agent's inbox, and in its outbox undecided or undelivered. */
  public long waiting(String agent) {
    return agents.waiting(agent);
  }

  /**
   * Brings credentials that were made before into force again, at a Redis that has forgotten its
   * users; false if their keys are not in force, or the agent is revoked.
   */
  public boolean renew(AgentCredentials credentials) {
    return provisioner.renew(credentials);
  }

  /**
   * The same credentials with the key that is active now, where that is another one and can be had
   * here; else as they are.
   */
  public AgentCredentials latest(AgentCredentials credentials) {
    return provisioner.latest(credentials);
  }

  /** Whether Redis lets an agent in with these credentials; one that was restarted may not. */
  public boolean isAdmitted(AgentCredentials credentials) {
    return provisioner.isAdmitted(credentials);
  }

  /** Brings back our functions if Redis has lost them; whether it had. */
  public boolean restoreFunctions() {
    return restoration.restoreFunctions();
  }

  /**
   * Brings back what was made here, if Redis has lost its data (FLUSHALL, a new server): the
   * permissions that were published, the agents with the keys they had, those under restraint, the
   * layout. What agents had sent, held and stored is gone.
   *
   * @return whether Redis had lost it
   */
  public boolean restoreData() {
    return restoration.restoreData();
  }

  /** Publishes the permissions of one source, in place of those that it published before. */
  public void publish(String source, List<PolicyRule> rules) {
    restoration.publish(source, rules);
  }

  /** The sources whose permissions are in force, and how many each has; -1 if unreadable. */
  public Map<String, Integer> policySources() {
    return PolicyLoader.sources(link);
  }

  @Override
  public void close() {
    server.close();
  }
}
