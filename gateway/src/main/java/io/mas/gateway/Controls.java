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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts agents under restraint: quarantine and kill switch. It is kept in Redis, where agents cannot
 * change it, and outlives every restart of gateways and agents. Where Redis loses it, gateways that
 * run keep to what they knew, and a {@link Provisioning} that looks after the system brings it
 * back; with neither it is lost. It works where Redis has no memory left. Needs a user with the
 * rights of an admin. Thread-safe; each call blocks until Redis has answered, and may be made again
 * where it has failed.
 */
public final class Controls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Controls.class);

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
    requireReason(reason);
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
   * @throws io.mas.MasException if a step has failed; all others were taken nevertheless
   */
  public boolean kill(String agent, String reason) {
    if (!exists(agent)) {
      return false;
    }
    requireReason(reason);
    Steps steps = new Steps();
    steps.take(() -> restrainAsKilled(agent, reason));
    if (!steps.take(() -> provisioner.revoke(agent))) {
      steps.take(() -> provisioner.shutOut(agent));
    }
    // what follows has to do with keys that the agent may have spoiled
    steps.take(() -> wish(agent, Wish.KILL));
    steps.take(() -> deregister(agent));
    steps.end();
    return true;
  }

  private void restrainAsKilled(String agent, String reason) {
    Restriction before = restriction(agent).orElse(null);
    boolean byAKill = before != null && before.revoked();
    put(agent, Restriction.Kind.KILLED, reason, byAKill || !isRevoked(agent));
  }

  private void deregister(String agent) {
    List<String> records =
        instances(agent).stream().map(instance -> keys.instance(agent, instance)).toList();
    if (!records.isEmpty()) {
      link.deleteKeys(records);
    }
    link.publish(Keys.registry(keys.shardOf(agent)), agent);
  }

  /**
   * Undoes {@link #quarantine} and {@link #kill}. Instances of a killed agent go on when they are
   * let in again; a runner lets its own in by itself.
   *
   * @param kind what to undo, and nothing else
   * @return whether the agent was under that
   */
  public boolean release(String agent, Restriction.Kind kind) {
    Restriction before = restriction(agent).orElse(null);
    if (before == null || before.kind() != kind) {
      return false;
    }
    if (kind == Restriction.Kind.KILLED) {
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
    return link.field(Keys.agentKeys(keys.shardOf(agent)), agent) != null;
  }

  private boolean isRevoked(String agent) {
    return provisioner.find(agent).map(AgentEntry::isRevoked).orElse(true);
  }

  private static void requireReason(String reason) {
    if (reason.length() > Restriction.MAX_REASON || !ShownText.isShown(reason)) {
      throw new IllegalArgumentException(
          "a reason has up to "
              + Restriction.MAX_REASON
              + " characters, and none that is not shown as itself");
    }
  }

  private void put(String agent, Restriction.Kind kind, String reason, boolean revoked) {
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
    try {
      List<String> ids = InstanceIds.of(link.hash(keys.sequence(agent)).keySet());
      return ids.subList(0, Math.min(ids.size(), InstanceIds.MAX));
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.REFUSED) {
        throw e;
      }
      // it is the agent's own key, which it can have made one of another type
      log.warn("no instance of agent {} can be told: {}", agent, e.getMessage());
      return List.of();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
