package io.mas.gateway.control;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what operators have put agents under: reads it when it has changed. Thread-safe. */
public final class RestrictionLoader {
  private static final Logger log = LoggerFactory.getLogger(RestrictionLoader.class);
  private static final String VERSION = "@version";

  private final RedisLink link;
  private final BooleanSupplier readable;
  private byte @Nullable [] version;
  private volatile Restrictions current = Restrictions.NONE;
  private volatile @Nullable String trouble;

  /**
   * Knows of none before the first {@link #refresh}.
   *
   * @param readable whether Redis has them; while it has lost them, those read last stay
   */
  public RestrictionLoader(RedisLink link, BooleanSupplier readable) {
    this.link = link;
    this.readable = readable;
  }

  /** As last read. */
  public Restrictions current() {
    return current;
  }

  /** Why those that are known may not be those that are wanted; null if they are. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Reads them, if they have changed. Those that Redis has lost stay. */
  public synchronized void refresh() {
    byte[] published = version(link);
    if (published == null && !current.byAgent().isEmpty()) {
      // it is never taken away: whoever releases an agent leaves another one
      if (trouble == null) {
        trouble = "Redis has lost which agents are under restraint";
        log.error("{}; those that were known stay so", trouble);
      }
      return;
    }
    trouble = null;
    if (Arrays.equals(published, version)) {
      return;
    }
    Restrictions read = read(link);
    // else changed or lost while it was read
    if (Arrays.equals(published, version(link)) && readable.getAsBoolean()) {
      current = read;
      version = published;
      log.info("agents under restraint: {}", read.byAgent().keySet());
    }
  }

  /** Those in a Redis. */
  public static Restrictions read(RedisLink link) {
    Map<String, Restriction> read = new HashMap<>();
    link.hash(Keys.RESTRICTIONS)
        .forEach(
            (agent, json) -> {
              if (!agent.equals(VERSION)) {
                read.put(agent, parsed(agent, json));
              }
            });
    return new Restrictions(read);
  }

  private static Restriction parsed(String agent, byte[] json) {
    try {
      return Restriction.fromJson(json);
    } catch (ProtocolException e) {
      log.error(
          "what agent {} is under cannot be read; it is quarantined: {}", agent, e.getMessage());
      return Restriction.UNREADABLE;
    }
  }

  /** Puts an agent under one, in place of what it was under. */
  public static void put(RedisLink admin, String agent, Restriction restriction) {
    write(admin, "set", Map.of(agent, restriction.toJson()));
  }

  /** Takes away what an agent is under. */
  public static void remove(RedisLink admin, String agent) {
    write(admin, "set", Map.of(agent, new byte[0]));
  }

  /** Brings them back, where Redis has lost all; whether it had. */
  static boolean restore(RedisLink admin, Restrictions known) {
    Map<String, byte[]> all = new HashMap<>();
    known.byAgent().forEach((agent, restriction) -> all.put(agent, restriction.toJson()));
    return write(admin, "restore", all);
  }

  /** What changes with them; null if there never were any, or Redis has lost them. */
  static byte @Nullable [] version(RedisLink link) {
    return link.field(Keys.RESTRICTIONS, VERSION);
  }

  private static boolean write(RedisLink admin, String mode, Map<String, byte[]> changes) {
    Arguments arguments = new Arguments().add(mode).add(freshVersion());
    changes.forEach((agent, json) -> arguments.add(agent).add(json));
    return Long.valueOf(1)
        .equals(admin.callForAny("mas_restrain", List.of(Keys.RESTRICTIONS), arguments));
  }

  private static byte[] freshVersion() {
    return HexFormat.of().formatHex(SecretKeys.random(8)).getBytes(StandardCharsets.UTF_8);
  }
}
