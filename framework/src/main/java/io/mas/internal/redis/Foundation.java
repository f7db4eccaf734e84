package io.mas.internal.redis;

import io.mas.MasException;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a process with an admin's rights remembers of the system in a Redis, so that it notices when
 * Redis has lost it (FLUSHALL, a new server on the old address) and can bring it back.
 *
 * <p>Each founding has an id of its own in the layout. One that is missing means that nobody has
 * brought the system back yet; another one than that remembered, that somebody has, and that each
 * must bring back what is its own. Thread-safe.
 */
public final class Foundation {
  private final RedisLink admin;
  private final Keys keys;
  private final byte[] secret;
  private volatile String id;

  private Foundation(RedisLink admin) {
    this.admin = admin;
    this.keys = Layout.prepare(admin);
    this.secret = required(admin.field(Keys.GATEWAY, Layout.SECRET));
    this.id = text(required(admin.field(Keys.LAYOUT, Layout.ID)));
  }

  /** Makes a Redis ready, if it is not, and remembers. */
  public static Foundation of(RedisLink admin) {
    return new Foundation(admin);
  }

  /** The layout. */
  public Keys keys() {
    return keys;
  }

  /** The gateways' secret; a copy. */
  public byte[] secret() {
    return secret.clone();
  }

  /** What Redis holds, compared with what is remembered. */
  public enum Finding {
    /** The same. */
    INTACT,
    /** Nothing: Redis has lost it. */
    LOST,
    /** Redis had lost it, and somebody has brought it back. */
    RESTORED
  }

  /** Looks. */
  public Finding look() {
    byte[] found = admin.field(Keys.LAYOUT, Layout.ID);
    if (found == null) {
      return Finding.LOST;
    }
    return text(found).equals(id) ? Finding.INTACT : Finding.RESTORED;
  }

  /** Takes what is there for the same system; whether the gateways' secret is still the one. */
  public boolean accept() {
    byte[] found = admin.field(Keys.LAYOUT, Layout.ID);
    if (found != null) {
      id = text(found);
    }
    return Arrays.equals(secret, admin.field(Keys.GATEWAY, Layout.SECRET));
  }

  /** Brings our functions back; whether they were gone. */
  public boolean restoreFunctions() {
    if (admin.hasFunctions()) {
      return false;
    }
    admin.loadFunctions();
    return true;
  }

  /**
   * Brings back the layout and the secret. Call it last: what is there when the layout is there
   * counts as complete.
   */
  public void restore() {
    admin.setFieldIfAbsent(Keys.GATEWAY, Layout.SECRET, secret);
    Layout.found(admin, keys.shards());
    accept();
  }

  private static byte[] required(byte @Nullable [] value) {
    if (value == null) {
      throw new MasException("Redis has lost what was just written to it; try again");
    }
    return value;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  static byte[] newId() {
    return HexFormat.of().formatHex(SecretKeys.random(8)).getBytes(StandardCharsets.UTF_8);
  }
}
