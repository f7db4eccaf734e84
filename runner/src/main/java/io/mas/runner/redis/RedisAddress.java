package io.mas.runner.redis;

/**
 * Where an embedded Redis listens and who may administer it. The text form leaves the password out.
 */
public record RedisAddress(String host, int port, String username, String password) {
  /** As a URL with the password in it; not for logs. */
  public String url() {
    return "redis://" + username + ":" + password + "@" + host + ":" + port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
