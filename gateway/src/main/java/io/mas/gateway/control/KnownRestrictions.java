package io.mas.gateway.control;

import io.mas.internal.redis.RedisLink;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The restraints that Redis had, to bring them back where it has lost them. Thread-safe. */
public final class KnownRestrictions {
  private final RedisLink admin;
  private byte @Nullable [] version;
  private Restrictions known = Restrictions.NONE;

  /** Knows of none before the first {@link #remember}. */
  public KnownRestrictions(RedisLink admin) {
    this.admin = admin;
  }

  /**
   * Notes those of now; where Redis has lost nothing but them, they are brought back.
   *
   * @param intact whether Redis has lost nothing else; asked after they were read
   * @return whether they were brought back
   */
  public synchronized boolean remember(BooleanSupplier intact) {
    byte[] found = RestrictionLoader.version(admin);
    if (found == null) {
      return intact.getAsBoolean() && restore();
    }
    if (!Arrays.equals(found, version)) {
      Restrictions read = RestrictionLoader.read(admin);
      if (Arrays.equals(found, RestrictionLoader.version(admin)) && intact.getAsBoolean()) {
        known = read;
        version = found;
      }
    }
    return false;
  }

  /** Brings them back, unless somebody has; whether it did. */
  public synchronized boolean restore() {
    return version != null && RestrictionLoader.restore(admin, known);
  }
}
