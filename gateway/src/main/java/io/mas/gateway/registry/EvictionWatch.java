package io.mas.gateway.registry;

import io.mas.EvictingRedisException;
import io.mas.internal.redis.Eviction;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that Redis throws nothing away: refuses one that may at the start, and looks from time
 * to time whether somebody has changed it since. Used by one thread.
 */
public final class EvictionWatch {
  /** How often to look. */
  public static final long PERIOD_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(EvictionWatch.class);

  private final Supplier<String> info;
  private final String address;
  private volatile String told = "";

  EvictionWatch(Supplier<String> info, String address) {
    this.info = info;
    this.address = address;
  }

  /**
   * Looks for the first time.
   *
   * @throws EvictingRedisException if Redis may throw messages away
   */
  public static EvictionWatch start(RedisLink link, String address) {
    EvictionWatch watch = new EvictionWatch(() -> link.info("memory"), address);
    watch.require();
    return watch;
  }

  void require() {
    Map<String, String> now = fields();
    Eviction.complaint(now)
        .ifPresent(
            complaint -> {
              throw new EvictingRedisException("the Redis at " + address + " " + complaint);
            });
    if (Eviction.isLatent(now)) {
      log.warn(
          "the Redis at {} has maxmemory-policy {}, which does no harm while maxmemory is 0; set it"
              + " to noeviction before somebody sets maxmemory",
          address,
          now.get("maxmemory_policy"));
    }
  }

  /** Looks again; what is wrong is logged once, and so is its end. */
  public void look() {
    try {
      Optional<String> complaint = Eviction.complaint(fields());
      String now = complaint.orElse("");
      if (now.equals(told)) {
        return;
      }
      told = now;
      if (complaint.isPresent()) {
        log.error("messages may be lost from now on: the Redis at {} {}", address, now);
      } else {
        log.info("the Redis at {} throws no messages away any more", address);
      }
    } catch (LinkException e) {
      log.debug("Redis cannot be asked for its memory policy: {}", e.getMessage());
    }
  }

  /** What is wrong, as of the last look; empty if nothing is. */
  public String trouble() {
    return told;
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new HashMap<>();
    info.get()
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return fields;
  }
}
