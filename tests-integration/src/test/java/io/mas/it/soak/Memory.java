package io.mas.it.soak;

import io.mas.internal.redis.Keys;
import io.mas.it.support.Wire;
import java.util.stream.IntStream;

/**
 * What Redis holds: all the memory it uses, but for the audit log, which grows by design.
 *
 * @param bytes of memory in use
 * @param keys how many
 */
record Memory(long bytes, long keys) {
  private static final int PERCENT = 10;

  /** As it is now; the audit log is deleted first. */
  static Memory withoutAudit(Wire wire) {
    wire.redis().del(auditKeys());
    String used =
        wire.redis()
            .info("memory")
            .lines()
            .filter(line -> line.startsWith("used_memory:"))
            .findFirst()
            .orElseThrow();
    return new Memory(Long.parseLong(used.substring(used.indexOf(':') + 1)), wire.redis().dbsize());
  }

  /** What the audit log takes. */
  static long ofAudit(Wire wire) {
    long bytes = 0;
    for (String key : auditKeys()) {
      Long usage = wire.redis().memoryUsage(key);
      bytes += usage == null ? 0 : usage;
    }
    return bytes;
  }

  private static String[] auditKeys() {
    return IntStream.range(0, Wire.KEYS.shards()).mapToObj(Keys::audit).toArray(String[]::new);
  }

  /** Whether this is no more than it was before, as memory goes, and as many keys. */
  boolean isBackTo(Memory before) {
    return bytes <= before.bytes + before.bytes * PERCENT / 100 && keys <= before.keys;
  }
}
