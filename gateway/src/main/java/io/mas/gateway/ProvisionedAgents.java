package io.mas.gateway;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who is provisioned, as an operator sees it. Thread-safe. */
final class ProvisionedAgents {
  private final RedisLink link;
  private final Keys keys;
  private final Provisioner provisioner;

  ProvisionedAgents(RedisLink link, Keys keys, Provisioner provisioner) {
    this.link = link;
    this.keys = keys;
    this.provisioner = provisioner;
  }

  /** All, by their ids. */
  List<ProvisionedAgent> all() {
    List<ProvisionedAgent> found = new ArrayList<>();
    for (int shard = 0; shard < keys.shards(); shard++) {
      for (byte[] member : link.members(Keys.agents(shard))) {
        find(new String(member, StandardCharsets.UTF_8)).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparing(ProvisionedAgent::id));
    return found;
  }

  /** The one of an id. */
  Optional<ProvisionedAgent> find(String id) {
    return provisioner.find(id).map(entry -> ProvisionedAgent.of(id, entry));
  }

  /** How many entries wait in an agent's inbox, and in its outbox undecided or undelivered. */
  long waiting(String agent) {
    return link.length(keys.inbox(agent)) + link.length(keys.outbox(agent));
  }
}
