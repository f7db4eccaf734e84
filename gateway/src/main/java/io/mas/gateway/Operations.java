package io.mas.gateway;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.InstanceIds;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.internal.redis.Wish;
import io.mas.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What an operator does with running agents. It is kept in Redis, where agents cannot change it,
 * and outlives every restart; running instances are told at once. Needs a user with the rights of
 * an admin.
 */
public final class Operations implements AutoCloseable {
  private final RedisServer server;
  private final RedisLink link;
  private final Keys keys;

  private Operations(RedisServer server) {
    this.server = server;
    this.link = server.link();
    this.keys = Layout.read(link);
  }

  /**
   * On the Redis at a URL.
   *
   * @throws LinkException if it cannot be reached
   * @throws io.mas.MasException if it holds no system
   */
  public static Operations at(String redisUrl) {
    RedisServer server = RedisServer.at(redisUrl);
    try {
      return new Operations(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * An instance that lives.
   *
   * @param id the instance
   * @param follows whether it does what was asked last; one that is being drained never does, it
   *     goes
   */
  public record Instance(String id, boolean follows) {}

  /**
   * Lets the instances of an agent finish the turns they are in and take nothing more; messages
   * wait.
   *
   * @return whether there is such an agent
   */
  public boolean pause(String agent) {
    return want(agent, Wish.PAUSE);
  }

  /** Undoes {@link #pause} and {@link #drain}; whether there is such an agent. */
  public boolean resume(String agent) {
    return want(agent, Wish.RUN);
  }

  /**
   * Lets the instances of an agent finish the turns they are in and end; messages wait, and
   * instances that start later are paused until {@link #resume}.
   *
   * @return whether there is such an agent
   */
  public boolean drain(String agent) {
    return want(agent, Wish.drain());
  }

  private boolean want(String agent, Wish wish) {
    if (!Names.isId(agent)) {
      return false;
    }
    int shard = keys.shardOf(agent);
    List<String> touched = new ArrayList<>();
    touched.add(Keys.agents(shard));
    touched.add(keys.agent(agent));
    ids(agent).forEach(instance -> touched.add(keys.instanceStream(agent, instance)));
    Object found =
        link.callForAny(
            "mas_operate",
            touched,
            new Arguments().add(agent).add(wish.text()).add(Keys.registry(shard)));
    return Long.valueOf(1).equals(found);
  }

  /** The instances of an agent that are registered now. */
  public List<Instance> instances(String agent) {
    String wanted = Wish.of(link.field(keys.agent(agent), Wish.FIELD)).text();
    List<Instance> instances = new ArrayList<>();
    for (String id : ids(agent)) {
      Map<String, byte[]> registration = link.hash(keys.instance(agent, id));
      byte[] followed = registration.get(Wish.FOLLOWED);
      if (!registration.isEmpty()) {
        instances.add(new Instance(id, followed != null && wanted.equals(text(followed))));
      }
    }
    return instances;
  }

  /** All agents that are known. */
  public List<String> agents() {
    TreeSet<String> agents = new TreeSet<>();
    for (int shard = 0; shard < keys.shards(); shard++) {
      link.members(Keys.agents(shard)).forEach(agent -> agents.add(text(agent)));
    }
    return List.copyOf(agents);
  }

  private List<String> ids(String agent) {
    List<String> ids = InstanceIds.of(link.hash(keys.sequence(agent)).keySet());
    return ids.subList(0, Math.min(ids.size(), InstanceIds.MAX));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
