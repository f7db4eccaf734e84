package io.mas.runner.launch;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.mas.internal.redis.AsyncRedisClient;
import jakarta.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a start use two processors: while files are read and sources compiled, another thread loads
 * the classes that follow, of the Redis client and of the validator, which take as long. It has no
 * effect but that; nothing waits for it, and its failure is of no matter.
 */
public final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private WarmUp() {}

  /** Begins, and returns at once. */
  public static void begin() {
    Thread thread = new Thread(WarmUp::run, "mas-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run() {
    try {
      redisClient();
      validator();
    } catch (RuntimeException e) {
      log.debug("the warm-up ended early", e);
    }
  }

  /** Its connections are objects of hundreds of classes, made before anyone has answered. */
  private static void redisClient() {
    RedisClient client = AsyncRedisClient.create();
    RedisURI nobody = RedisURI.create(InetAddress.getLoopbackAddress().getHostAddress(), port());
    try {
      client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), nobody).close();
    } catch (RedisException nobodyListens) {
      log.trace("as expected", nobodyListens);
    }
    try {
      client.connectPubSub(StringCodec.UTF8, nobody).close();
    } catch (RedisException nobodyListens) {
      log.trace("as expected", nobodyListens);
    }
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  /** A port of ours on which nobody listens any more. */
  private static int port() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void validator() {
    Validation.byDefaultProvider()
        .configure()
        .messageInterpolator(new ParameterMessageInterpolator())
        .buildValidatorFactory()
        .close();
  }
}
