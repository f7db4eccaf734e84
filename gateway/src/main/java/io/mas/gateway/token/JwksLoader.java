package io.mas.gateway.token;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys of an issuer: looks at a file each second, and asks a server every five minutes,
 * or for a key that is not known, at most once a minute. Where they can be read no more, those read
 * last hold for an hour; then none do. {@link #current} does no I/O. Thread-safe.
 */
public final class JwksLoader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JwksLoader.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long SERVER_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long MIN_SERVER_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long HOLDS_NANOS = TimeUnit.HOURS.toNanos(1);

  private final JwtRule rule;
  private final JwksSource source;
  private final LongSupplier nanoTime;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-gateway-jwks");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Known known;

  /** Of the last attempt; used by one thread at a time. */
  private long triedAt;

  private boolean failing;
  private byte[] content = new byte[0];

  /** What was read, and when last; without tokens nothing could be read yet. */
  private record Known(@Nullable Tokens tokens, long readAt) {}

  JwksLoader(JwtRule rule, JwksSource source, LongSupplier nanoTime) {
    this.rule = rule;
    this.source = source;
    this.nanoTime = nanoTime;
    this.known = new Known(null, nanoTime.getAsLong());
    read();
  }

  /** Reads the keys, if they can be read within some seconds, and goes on to look for others. */
  public static JwksLoader start(JwtRule rule) {
    LongSupplier nanoTime = System::nanoTime;
    JwksLoader loader = new JwksLoader(rule, JwksSource.of(rule.keys(), nanoTime), nanoTime);
    loader.timer.scheduleWithFixedDelay(
        loader::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return loader;
  }

  /** By what it decides. */
  public JwtRule rule() {
    return rule;
  }

  /** What is known now. */
  public Tokens current() {
    Known now = known;
    if (now.tokens() == null) {
      return Tokens.without(rule, "the keys of " + rule.issuer() + " could not be read");
    }
    return nanoTime.getAsLong() - now.readAt() > HOLDS_NANOS
        ? Tokens.without(rule, "the keys of " + rule.issuer() + " could not be read for an hour")
        : now.tokens();
  }

  /** Reads if it is time to. */
  void look() {
    long since = nanoTime.getAsLong() - triedAt;
    boolean soon = wanted.get() || failing;
    if (rule.isFile() || since >= (soon ? MIN_SERVER_NANOS : SERVER_NANOS)) {
      read();
    }
  }

  private void read() {
    triedAt = nanoTime.getAsLong();
    wanted.set(false);
    try {
      byte[] found = source.read();
      Tokens before = known.tokens();
      boolean same = before != null && Arrays.equals(found, content);
      Tokens tokens =
          same ? before : Tokens.of(rule, Jwks.parse(found, rule.algorithm()), this::want);
      known = new Known(tokens, triedAt);
      content = found;
      if (!same) {
        log.info("the keys of {} were read from {}", rule.issuer(), rule.keys());
      }
      failing = false;
    } catch (JwksException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      failed("cannot be read: " + e);
    }
  }

  private void want() {
    wanted.set(true);
  }

  /** Once, not every second. */
  private void failed(String why) {
    if (!failing) {
      failing = true;
      log.error("the keys of {}: {} {}", rule.issuer(), rule.keys(), why);
    }
  }

  /** Looks no more; what is known stays. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
