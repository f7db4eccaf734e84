package io.mas.gateway;

import io.mas.gateway.control.Restriction;
import io.mas.gateway.control.RestrictionLoader;
import io.mas.gateway.control.Restrictions;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.InstanceIds;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.redis.Wish;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.ShownText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts agents under restraint: quarantine and kill switch. It is kept in Redis, where agents cannot
 * change it, and outlives every restart. Needs a user with the rights of an admin. Thread-safe;
 * each call blocks until Redis has answered, and may be made again where it has failed.
 */
public final class Controls implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;
  private final Provisioner provisioner;

  private Controls(RedisServer server, boolean redisUsers) {
    this.server = server;
    this.link = server.link();
    this.keys = Layout.read(link);
    this.provisioner = new Provisioner(link, keys, redisUsers);
  }

  /**
   * On the Redis at a URL.
   *
   * @param redisUsers whether each agent has a Redis user of its own
   * @throws LinkException if it cannot be reached
   * @throws io.mas.MasException if it holds no system
   */
  public static Controls at(String redisUrl, boolean redisUsers) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new Controls(server, redisUsers);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Lets nothing pass that an agent sends or that is for it, on every gateway within a second, what
   * waits in its outbox included. It goes on running. One that is killed stays so.
   *
   * @param reason why, for operators: up to 200 characters; may be empty
   * @return whether it is in quarantine now: not if there is no such agent, or it is killed
   */
  public boolean quarantine(String agent, String reason) {
    if (!exists(agent) || isKilled(agent)) {
      return false;
    }
    put(agent, Restriction.Kind.QUARANTINED, reason, false);
    return true;
  }

  /**
   * Stops an agent at once: when this returns, its Redis user is off and its instances are
   * registered no more, so that no turn of theirs can be committed; gateways refuse what it sends
   * and what is for it within a second. Its instances begin no more turns once they notice. What
   * waits for it stays.
   *
   * @param reason why, for operators: up to 200 characters; may be empty
   * @return whether there is such an agent
   */
  public boolean kill(String agent, String reason) {
    if (!exists(agent)) {
      return false;
    }
    Restriction before = restriction(agent).orElse(null);
    boolean byAKill = before != null && before.revoked();
    boolean inForce = !isRevoked(agent);
    put(agent, Restriction.Kind.KILLED, reason, byAKill || inForce);
    wish(agent, Wish.KILL);
    provisioner.revoke(agent);
    List<String> records =
        instances(agent).stream().map(instance -> keys.instance(agent, instance)).toList();
    if (!records.isEmpty()) {
      link.deleteKeys(records);
    }
    link.publish(Keys.registry(keys.shardOf(agent)), agent);
    return true;
  }

  /**
   * Undoes {@link #quarantine} and {@link #kill}. Instances of a killed agent go on when they are
   * let in again; a runner lets its own in by itself.
   *
   * @return whether the agent was under either
   */
  public boolean release(String agent) {
    Restriction before = restriction(agent).orElse(null);
    if (before == null) {
      return false;
    }
    if (before.kind() == Restriction.Kind.KILLED) {
      if (before.revoked()) {
        provisioner.reinstate(agent);
      }
      wish(agent, Wish.RUN);
    }
    RestrictionLoader.remove(link, agent); // last, so that one that is done again does all
    return true;
  }

  /** What an agent is under. */
  public Optional<Restriction> restriction(String agent) {
    return Optional.ofNullable(all().of(agent));
  }

  /** What all agents are under that are. */
  public Restrictions all() {
    return RestrictionLoader.read(link);
  }

  private boolean isKilled(String agent) {
    return restriction(agent).filter(r -> r.kind() == Restriction.Kind.KILLED).isPresent();
  }

  private boolean exists(String agent) {
    return provisioner.find(agent).isPresent();
  }

  private boolean isRevoked(String agent) {
    return provisioner.find(agent).map(AgentEntry::isRevoked).orElse(true);
  }

  private void put(String agent, Restriction.Kind kind, String reason, boolean revoked) {
    if (reason.length() > Restriction.MAX_REASON || !ShownText.isShown(reason)) {
      throw new IllegalArgumentException(
          "a reason has up to "
              + Restriction.MAX_REASON
              + " characters, and none that is not shown as itself");
    }
    RestrictionLoader.put(
        link, agent, new Restriction(kind, Instant.ofEpochMilli(link.time()), reason, revoked));
  }

  private void wish(String agent, Wish wish) {
    List<String> touched = new ArrayList<>();
    int shard = keys.shardOf(agent);
    touched.add(Keys.agents(shard));
    touched.add(keys.agent(agent));
    instances(agent).forEach(instance -> touched.add(keys.instanceStream(agent, instance)));
    link.callForAny(
        "mas_operate",
        touched,
        new Arguments().add(agent).add(wish.text()).add(Keys.registry(shard)));
  }

  private List<String> instances(String agent) {
    List<String> ids = InstanceIds.of(link.hash(keys.sequence(agent)).keySet());
    return ids.subList(0, Math.min(ids.size(), InstanceIds.MAX));
  }

  @Override
  public void close() {
    server.close();
  }
}
