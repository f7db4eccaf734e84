package io.mas.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.control.KnownRestrictions;
import io.mas.gateway.policy.PolicyLoader;
import io.mas.gateway.policy.PolicyRule;
import io.mas.internal.redis.Foundation;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what one process has made in a Redis, and makes it anew where that has lost its data.
 * Thread-safe.
 */
final class Restoration {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);

  private final RedisLink link;
  private final Foundation foundation;
  private final Provisioner provisioner;
  private final KnownRestrictions restrictions;
  private final Map<String, List<PolicyRule>> published = new ConcurrentHashMap<>();

  Restoration(RedisLink link, Foundation foundation, Provisioner provisioner) {
    this.link = link;
    this.foundation = foundation;
    this.provisioner = provisioner;
    this.restrictions = new KnownRestrictions(link);
  }

  /** Publishes the permissions of one source, and remembers them. */
  void publish(String source, List<PolicyRule> rules) {
    published.put(source, List.copyOf(rules));
    PolicyLoader.publish(link, source, rules);
  }

  /** Brings back our functions if they are lost; whether they were. */
  boolean restoreFunctions() {
    return foundation.restoreFunctions();
  }

  /** Brings back permissions, agents and layout if they are lost; whether they were. */
  boolean restoreData() {
    if (isIntact()) {
      // what another process changes is to be brought back as changed: keys, revocations
      provisioner.remember(this::isIntact);
      if (restrictions.remember(this::isIntact)) {
        log.error("Redis had lost which agents are under restraint; it knows them again");
      }
      return false;
    }
    published.forEach((source, rules) -> PolicyLoader.publish(link, source, rules));
    int agents = provisioner.restore();
    restrictions.restore();
    foundation.restore();
    tell(agents);
    return true;
  }

  private boolean isIntact() {
    return foundation.look() == Foundation.Finding.INTACT;
  }

  private void tell(int agents) {
    ObjectNode news = Json.mapper().createObjectNode();
    news.put("event", "RESTORED");
    news.put("agents", agents);
    news.put("at", link.time());
    link.publish(Keys.SYSTEM_EVENTS, Json.text(news));
  }
}
