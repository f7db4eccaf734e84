package io.mas.internal.redis;

import io.mas.MasException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is fixed for a system at its first start: the version of its keys and its shard count. */
public final class Layout {
  private static final Logger log = LoggerFactory.getLogger(Layout.class);

  /** Shards of a new system. */
  public static final int DEFAULT_SHARDS = 16;

  /** Another one each time that a system is founded in a Redis. */
  static final String ID = "id";

  static final String SECRET = "secret";

  private static final String VERSION = "1";

  private Layout() {}

  /**
   * Makes a Redis ready: layout, the gateways' secret, our functions. Made once; later calls keep
   * what is there and bring the functions up to date. Needs the rights of an admin.
   */
  public static Keys prepare(RedisLink admin) {
    keep(admin, Keys.GATEWAY, SECRET, SecretKeys.random(SecretKeys.KEY_BYTES));
    found(admin, DEFAULT_SHARDS);
    loadFunctions(admin);
    return read(admin);
  }

  /** An operator must be able to stop an agent at a Redis that has no memory left. */
  private static void loadFunctions(RedisLink admin) {
    try {
      admin.loadFunctions();
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.OUT_OF_MEMORY || !admin.hasFunctions()) {
        throw e;
      }
      log.warn("Redis has no memory left to load the functions of mas; those that it has are used");
    }
  }

  /** Reads first: where Redis has no memory left, it refuses to write what is there already. */
  private static void keep(RedisLink admin, String key, String field, byte[] value) {
    if (admin.field(key, field) == null) {
      admin.setFieldIfAbsent(key, field, value);
    }
  }

  /** Writes the layout where there is none; its id comes last. */
  static void found(RedisLink admin, int shards) {
    keep(admin, Keys.LAYOUT, "shards", Integer.toString(shards).getBytes(StandardCharsets.UTF_8));
    keep(admin, Keys.LAYOUT, "version", VERSION.getBytes(StandardCharsets.UTF_8));
    keep(admin, Keys.LAYOUT, ID, Foundation.newId());
  }

  /**
   * Reads the layout of a Redis that was prepared.
   *
   * @throws MasException if it was not, or by another version
   */
  public static Keys read(RedisLink link) {
    Map<String, byte[]> fields = link.hash(Keys.LAYOUT);
    String version = text(fields.get("version"));
    String shards = text(fields.get("shards"));
    if (version == null || shards == null) {
      throw new MasException(
          "this Redis holds no mas system yet: start 'mas-runner run', 'service' or 'gateway' on it first");
    }
    if (!version.equals(VERSION)) {
      throw new MasException(
          "this Redis holds a mas system of layout " + version + "; this version reads " + VERSION);
    }
    return new Keys(Integer.parseInt(shards));
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
