package io.mas.internal.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of a Redis that would lose what functions have written. It replays its append-only file as
 * the user {@code default}, and leaves out transactions that this user may not run, functions'
 * writes among them (redis #14541, valkey #3983).
 */
public final class AofReplay {
  private static final Logger log = LoggerFactory.getLogger(AofReplay.class);

  private AofReplay() {}

  /** Asks the Redis and warns, if it is one of those. */
  public static void warnIfItLoses(RedisLink admin) {
    if (admin.info("persistence").contains("aof_enabled:1")
        && !admin.userMay("default", "HSET", Keys.LAYOUT, "f", "v")) {
      log.warn(
          "this Redis keeps an append-only file and its user 'default' may not write: most versions"
              + " then drop, when they start again, what was written here. Give it the rights"
              + " ('ACL SETUSER default allkeys allchannels +@all'); it may stay off");
    }
  }
}
