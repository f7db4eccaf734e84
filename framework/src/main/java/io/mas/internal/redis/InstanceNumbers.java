package io.mas.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of an agent's instances, beyond the agent's life: those of one that was removed and
 * is made anew go on where they ended, since the gateways take no number that they have seen.
 */
final class InstanceNumbers {
  private static final Logger log = LoggerFactory.getLogger(InstanceNumbers.class);
  private static final String LAST = "n";
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final RedisLink admin;
  private final Keys keys;

  InstanceNumbers(RedisLink admin, Keys keys) {
    this.admin = admin;
    this.keys = keys;
  }

  /** Before an agent is made known; no harm if it is. */
  void goOn(String agent) {
    int shard = keys.shardOf(agent);
    if (admin.field(Keys.agentKeys(shard), agent) == null) {
      long highest = highest(agent, admin.hash(Keys.ledger(shard)));
      if (highest > 0) {
        admin.setFieldIfAbsent(
            keys.sequence(agent), LAST, Long.toString(highest).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * Puts an agent's instances above all numbers that the gateways have seen: whoever had its key
   * can have registered under higher ones than they know of.
   */
  void catchUp(String agent) {
    long highest = highest(agent, admin.hash(Keys.ledger(keys.shardOf(agent))));
    try {
      byte[] last = admin.field(keys.sequence(agent), LAST);
      String text = last == null ? "0" : new String(last, StandardCharsets.UTF_8);
      if (highest > 0 && (!DIGITS.matcher(text).matches() || Long.parseLong(text) < highest)) {
        byte[] raised = Long.toString(highest).getBytes(StandardCharsets.UTF_8);
        admin.setFields(keys.sequence(agent), Map.of(LAST, raised));
      }
    } catch (LinkException e) {
      switch (e.failure()) {
        // the agent has spoiled its own key: it cannot register in any case
        case REFUSED ->
            log.warn("the instance numbers of agent {} cannot be read: {}", agent, e.getMessage());
        // a stolen key must be taken out of force now
        case OUT_OF_MEMORY ->
            log.warn(
                "Redis has no memory left to raise the instance numbers of agent {}: if its new"
                    + " instances are refused, rotate its key again when there is",
                agent);
        default -> throw e;
      }
    }
  }

  /** The ledger has a floor for each agent, and a line for each live instance. */
  static long highest(String agent, Map<String, byte[]> ledger) {
    long highest = 0;
    for (Map.Entry<String, byte[]> field : ledger.entrySet()) {
      if (field.getKey().equals(agent) || field.getKey().startsWith(agent + ":")) {
        String text = new String(field.getValue(), StandardCharsets.UTF_8);
        highest = Math.max(highest, Long.parseLong(text.split(" ", 2)[0]));
      }
    }
    return highest;
  }
}
