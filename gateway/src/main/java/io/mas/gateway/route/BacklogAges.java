package io.mas.gateway.route;

import io.mas.gateway.breaker.BreakerRule;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.breaker.Circuits;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.StreamIds;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Measures how long the oldest messages of the targets of a shard wait, of those whose breakers ask
 * for it. Used by one owner's thread.
 */
final class BacklogAges {
  private final RedisLink link;
  private final Keys keys;

  BacklogAges(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  void check(Collection<String> agents, Circuits circuits, Circuits.Lights by) {
    List<String> asked = agents.stream().filter(agent -> isAsked(agent, by.breakers())).toList();
    if (asked.isEmpty()) {
      return;
    }
    List<Object> oldest =
        link.callForList("mas_oldest", asked.stream().map(keys::inbox).toList(), new Arguments());
    for (int i = 0; i < asked.size(); i++) {
      String id = (String) oldest.get(i);
      if (!id.isEmpty()) {
        long age = Math.max(0, by.now() - StreamIds.time(id));
        circuits.behind(asked.get(i), Duration.ofMillis(age), by);
      }
    }
  }

  private static boolean isAsked(String agent, Breakers breakers) {
    BreakerRule rule = breakers.of(agent);
    return rule != null && rule.maxBacklogAge().isPresent();
  }
}
