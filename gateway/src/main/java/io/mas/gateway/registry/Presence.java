package io.mas.gateway.registry;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.InstanceIds;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.Wish;
import io.mas.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instances live, and what the registry says of their agents. Looks at an agent when one of
 * its instances comes or goes, and at an instance when its lease should have ended. Used by one
 * thread.
 */
final class Presence {
  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final String STATUS = "status";
  private static final String CAPABILITIES = "capabilities";
  private static final String INSTANCE_IDS = "instance_ids";

  /** Takes news of a change. */
  interface Listener {
    void changed(String event, String agent, String instance, long at);
  }

  private final RedisLink link;
  private final Keys keys;
  private final RedisClock clock;
  private final Listener listener;

  /** For each agent its live instances, and when to look at them again. */
  private final Map<String, Map<String, Long>> live = new HashMap<>();

  /** Agents that name too many instances, and of which that was said. */
  private final Set<String> crowded = new HashSet<>();

  Presence(RedisLink link, Keys keys, RedisClock clock, Listener listener) {
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.listener = listener;
  }

  /** Looks at every agent, as one that knows no more than what the registry says. */
  void readAll() {
    live.clear();
    clock.refresh(link);
    for (int shard = 0; shard < keys.shards(); shard++) {
      for (byte[] agent : link.members(Keys.agents(shard))) {
        refresh(new String(agent, StandardCharsets.UTF_8));
      }
    }
  }

  /** Looks at the instances whose lease should have ended. */
  void checkLeases() {
    long now = clock.millis();
    List<String> due = new ArrayList<>();
    live.forEach(
        (agent, instances) -> {
          if (instances.values().stream().anyMatch(at -> at <= now)) {
            due.add(agent);
          }
        });
    due.forEach(this::refresh);
  }

  /**
   * Looks at an agent that has rung. An agent may ring with any text: only what names an agent of
   * the channel's shard that was ever there is looked at, since looking makes an entry.
   */
  void rung(String channel, String agent) {
    if (Names.isId(agent)
        && channel.equals(Keys.registry(keys.shardOf(agent)))
        && !link.hash(keys.sequence(agent)).isEmpty()) {
      refresh(agent);
    }
  }

  /** Looks at one agent and tells what has changed. */
  void refresh(String agent) {
    try {
      look(agent);
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.REFUSED) {
        throw e;
      }
      log.error("agent {} has spoiled its keys and is left as it is: {}", agent, e.getMessage());
    }
  }

  private void look(String agent) {
    long now = clock.millis();
    Map<String, Long> found = new LinkedHashMap<>();
    Map<String, byte[]> newest = Map.of();
    for (String instance : instances(agent)) {
      String key = keys.instance(agent, instance);
      Map<String, byte[]> fields = link.hash(key);
      long left = fields.isEmpty() ? -2 : RedisLink.await("PTTL", link.startTimeToLive(key));
      if (left > 0) {
        found.put(instance, now + left);
        newest = number(fields) > number(newest) ? fields : newest;
      }
    }
    Map<String, byte[]> kept = link.hash(keys.agent(agent));
    Map<String, Long> known = live.get(agent);
    Set<String> before = known == null ? registered(kept) : new LinkedHashSet<>(known.keySet());
    byte[] entry = link.field(Keys.agentKeys(keys.shardOf(agent)), agent);
    if (entry == null) {
      live.remove(agent); // it was removed, and nothing is to be left of it
      tell(agent, before, Set.of(), now);
      return;
    }
    live.put(agent, found);
    Status status = Status.of(Wish.of(kept.get(Wish.FIELD)), !found.isEmpty());
    Map<String, byte[]> shown = new HashMap<>(newest);
    shown.computeIfPresent(CAPABILITIES, (name, claimed) -> Grants.narrowed(entry, claimed));
    write(agent, status, found, shown, now);
    tell(agent, before, found.keySet(), now);
    String event = status.eventAfter(Status.kept(kept.get(STATUS)));
    if (event != null) {
      listener.changed(event, agent, "", now);
    }
  }

  /** Those that the registry has: of what it says, another service has told already. */
  private static Set<String> registered(Map<String, byte[]> kept) {
    byte[] instances = kept.get(INSTANCE_IDS);
    String text = instances == null ? "" : new String(instances, StandardCharsets.UTF_8);
    return text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(" ")));
  }

  private List<String> instances(String agent) {
    List<String> named = InstanceIds.of(link.hash(keys.sequence(agent)).keySet());
    if (named.size() <= InstanceIds.MAX) {
      return named;
    }
    if (crowded.add(agent)) {
      log.warn(
          "agent {} names {} instances; only {} are looked at",
          agent,
          named.size(),
          InstanceIds.MAX);
    }
    return named.subList(0, InstanceIds.MAX);
  }

  private void write(
      String agent, Status status, Map<String, Long> found, Map<String, byte[]> newest, long now) {
    Map<String, byte[]> fields = new HashMap<>();
    fields.put(STATUS, bytes(status.name()));
    fields.put("instances", bytes(Integer.toString(found.size())));
    fields.put(INSTANCE_IDS, bytes(String.join(" ", found.keySet())));
    for (String name : List.of(CAPABILITIES, "metadata")) {
      byte[] value = newest.get(name);
      if (value != null) {
        fields.put(name, value);
      }
    }
    link.setFields(keys.agent(agent), fields);
    link.setFieldIfAbsent(keys.agent(agent), "registered_at", bytes(Long.toString(now)));
  }

  private void tell(String agent, Set<String> before, Set<String> found, long now) {
    if (before.isEmpty() && !found.isEmpty()) {
      listener.changed("REGISTER", agent, "", now);
    }
    for (String instance : found) {
      if (!before.contains(instance)) {
        listener.changed("INSTANCE_JOIN", agent, instance, now);
      }
    }
    boolean someLeft = false;
    for (String instance : before) {
      if (!found.contains(instance)) {
        someLeft = true;
        listener.changed("INSTANCE_LEAVE", agent, instance, now);
      }
    }
    if (someLeft && !found.isEmpty()) {
      tellToLook(agent, found);
    }
    if (!before.isEmpty() && found.isEmpty()) {
      listener.changed("DEREGISTER", agent, "", now);
    }
  }

  /** The others need not wait for their next look to take over what one has let go of. */
  private void tellToLook(String agent, Set<String> instances) {
    List<String> streams =
        instances.stream().map(instance -> keys.instanceStream(agent, instance)).toList();
    link.callForAny("mas_look", streams, new Arguments());
  }

  /** The number of an instance; 0 where its agent, which writes it, has spoiled it. */
  static long number(Map<String, byte[]> fields) {
    byte[] number = fields.get("number");
    try {
      return number == null ? 0 : Long.parseLong(new String(number, StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return 0; // as one without a number: it must not stop the service for all others
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
