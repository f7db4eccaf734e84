package io.mas.runner.redis;

import io.lettuce.core.RedisURI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that a command uses, checked or started. Closing it ends an embedded server that was
 * started for it, so close it after everything that uses it.
 */
public final class RedisInUse implements AutoCloseable {
  private final RedisUrl url;
  private final ServerVersion version;
  private final @Nullable EmbeddedRedis embedded;

  private RedisInUse(RedisUrl url, ServerVersion version, @Nullable EmbeddedRedis embedded) {
    this.url = url;
    this.version = version;
    this.embedded = embedded;
  }

  static RedisInUse configured(RedisUrl url) {
    return new RedisInUse(url, RedisProbe.check(url), null);
  }

  static RedisInUse embedded(EmbeddedRedis redis) {
    return new RedisInUse(
        RedisUrl.of("embedded Redis", redis.address().url()), redis.version(), redis);
  }

  /** The URL and what named it. */
  public RedisUrl url() {
    return url;
  }

  /** The URL as the client library takes it. */
  public RedisURI uri() {
    return url.uri();
  }

  /** The version that runs. */
  public ServerVersion version() {
    return version;
  }

  /** The embedded server, if that is what is used. */
  public Optional<EmbeddedRedis> embedded() {
    return Optional.ofNullable(embedded);
  }

  /** For a log line: version, where, and from what setting or program; no password. */
  @Override
  public String toString() {
    String from =
        embedded == null
            ? "named by " + url.setting()
            : (embedded.isOwner() ? "embedded, " : "embedded by another process, ")
                + embedded.binary().origin();
    return version + " at " + url + " (" + from + ")";
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
