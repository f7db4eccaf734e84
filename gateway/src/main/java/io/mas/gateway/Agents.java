package io.mas.gateway;

import io.mas.AgentCredentials;
import io.mas.internal.redis.AgentEntries;
import io.mas.internal.redis.Foundation;
import io.mas.internal.redis.InstanceIds;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.redis.Removal;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is provisioned, and with which keys, as a security team sees and changes it. What is changed
 * is in force on every gateway within a second. Needs a user with the rights of an admin.
 *
 * <p>Thread-safe. Methods that are given an agent that is not provisioned throw {@link
 * io.mas.MasException} unless they say otherwise.
 */
public final class Agents implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;
  private final AgentEntries entries;
  private final Provisioner provisioner;

  private Agents(RedisServer server, boolean redisUsers, Function<RedisLink, Keys> layout) {
    this.server = server;
    this.link = server.link();
    this.keys = layout.apply(link);
    this.entries = new AgentEntries(link, keys);
    this.provisioner = new Provisioner(link, keys, redisUsers);
  }

  /**
   * Those of the system at a Redis.
   *
   * @param redisUsers whether each agent has a Redis user of its own
   * @throws io.mas.RedisFailureException if it cannot be reached
   * @throws io.mas.MasException if it holds no system
   */
  public static Agents at(String redisUrl, boolean redisUsers) {
    return open(redisUrl, redisUsers, Layout::read);
  }

  /** The same, at a Redis that is made ready if it holds no system yet. */
  public static Agents prepared(String redisUrl, boolean redisUsers) {
    return open(redisUrl, redisUsers, link -> Foundation.of(link).keys());
  }

  private static Agents open(
      String redisUrl, boolean redisUsers, Function<RedisLink, Keys> layout) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new Agents(server, redisUsers, layout);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Provisions an agent that was not.
   *
   * @param capabilities what its instances may claim to be able to do
   * @throws IllegalArgumentException if that is no id of an agent
   * @throws io.mas.MasException if it is provisioned already
   */
  public AgentCredentials add(String agent, KeyAlgorithm algorithm, List<String> capabilities) {
    return provisioner.add(Provisioning.requireAgent(agent), algorithm, capabilities);
  }

  /**
   * Gives an agent a new key to sign with. Those before it verify until they are revoked, so that
   * running instances go on.
   *
   * @param algorithm that of the new key, or null for that of the one before
   * @param held its credentials of before, whose Redis user it keeps; null if they are not here
   */
  public AgentCredentials rotate(
      String agent, @Nullable KeyAlgorithm algorithm, @Nullable AgentCredentials held) {
    return provisioner.rotate(agent, algorithm, held);
  }

  /** Lets a key sign no more; what it has signed is still taken. */
  public void retireKey(String agent, String keyId) {
    provisioner.setKey(agent, keyId, KeyState.VERIFY_ONLY);
  }

  /** Takes nothing more that a key has signed, for good. */
  public void revokeKey(String agent, String keyId) {
    provisioner.setKey(agent, keyId, KeyState.REVOKED);
  }

  /**
   * Revokes an agent: nothing of it is taken any more, also of what it has sent before, nothing is
   * brought to it, and Redis lets it in no more.
   *
   * @return whether there is such an agent
   */
  public boolean revoke(String agent) {
    return Names.isId(agent) && provisioner.revoke(agent);
  }

  /**
   * Removes an agent with all that is its own.
   *
   * @param force whether messages that are under way are lost with it
   * @return what was lost with it, a line each
   * @throws io.mas.MasException if something is under way, and is not to be lost
   */
  public List<String> remove(String agent, boolean force) {
    return new Removal(link, keys, provisioner).remove(agent, force);
  }

  /** All of them, by their ids. */
  public List<ProvisionedAgent> list() {
    return ids().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** Their ids, in order. */
  public List<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    for (int shard = 0; shard < keys.shards(); shard++) {
      link.members(Keys.agents(shard)).forEach(agent -> ids.add(text(agent)));
    }
    return List.copyOf(ids);
  }

  /** One of them, if it is provisioned. */
  public Optional<ProvisionedAgent> find(String agent) {
    return Names.isId(agent)
        ? entries.find(agent).map(entry -> describe(agent, entry))
        : Optional.empty();
  }

  private ProvisionedAgent describe(String agent, AgentEntry entry) {
    byte[] status = link.field(keys.agent(agent), "status");
    return new ProvisionedAgent(
        agent,
        entry.revoked(),
        status == null ? "INACTIVE" : text(status),
        entry.keys().values().stream()
            .map(
                key ->
                    new ProvisionedAgent.Key(key.id(), key.algorithm().text(), key.state().text()))
            .toList(),
        Optional.ofNullable(entry.capabilities()),
        instances(agent));
  }

  private List<String> instances(String agent) {
    List<String> named = InstanceIds.of(link.hash(keys.sequence(agent)).keySet());
    return named.stream()
        .limit(InstanceIds.MAX)
        .filter(instance -> link.field(keys.instance(agent, instance), "number") != null)
        .toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
