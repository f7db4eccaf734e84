package io.mas.gateway.route;

import io.mas.internal.redis.Keys;
import io.mas.protocol.Names;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes rings on. An agent may ring its own shard's bell with any text: the name of an agent of
 * another shard would make this shard's owner decide, and trim, what is not its own; and names that
 * it makes up would each cost a look at Redis. Of those whom the directory does not know, one a
 * second may ring in each shard: for that one the owner reads the directory anew, and what another
 * has sent its next sweep finds.
 */
final class Rings {
  private static final Logger log = LoggerFactory.getLogger(Rings.class);
  private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Whether the directory knows an agent of a shard. */
  interface Known {
    boolean is(int shard, String agent);
  }

  private final Keys keys;
  private final Known known;
  private final List<Doorbell> bells;
  private final LongSupplier nanos;
  private final long[] strangerAt;

  Rings(Keys keys, Known known, List<Doorbell> bells, LongSupplier nanos) {
    this.keys = keys;
    this.known = known;
    this.bells = bells;
    this.nanos = nanos;
    this.strangerAt = new long[keys.shards()];
    Arrays.fill(strangerAt, nanos.getAsLong() - STRANGER_NANOS);
  }

  synchronized void ring(String channel, String sender) {
    if (!Names.isId(sender)) {
      return;
    }
    int shard = keys.shardOf(sender);
    if (channel.equals(Keys.bell(shard)) && (known.is(shard, sender) || mayBeNew(shard))) {
      bells.get(shard).ring(sender);
    } else {
      log.debug("a ring for no agent of its shard is ignored");
    }
  }

  private boolean mayBeNew(int shard) {
    long now = nanos.getAsLong();
    if (now - strangerAt[shard] < STRANGER_NANOS) {
      return false;
    }
    strangerAt[shard] = now;
    return true;
  }
}
