package io.mas.runner.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Turns what went wrong on the way to a Redis into one line that says what to do. */
final class ProbeFailure {
  /** With the address and the setting. */
  static final String PREFIX = "the Redis at %s, named by %s, ";

  private ProbeFailure() {}

  static RedisUnavailableException of(RedisUrl url, Throwable failure) {
    String what = PREFIX.formatted(url, url.setting()) + describe(url, failure);
    // Without its cause: the library's messages may hold the URL.
    return new RedisUnavailableException(what);
  }

  private static String describe(RedisUrl url, Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      if (message.startsWith("WRONGPASS") || message.contains("invalid password")) {
        return "refuses user and password; correct them in the URL";
      }
      if (message.startsWith("NOAUTH")) {
        return "wants a password; write it in the URL, as in redis://:PASSWORD@HOST:PORT";
      }
      if (message.startsWith("ERR") && message.contains("AUTH")) {
        return "has no password set, or knows no users; leave them out of the URL";
      }
      if (message.startsWith("NOPERM")) {
        return "does not let this user run INFO; grant it (ACL SETUSER NAME +info)";
      }
      if (message.startsWith("LOADING")) {
        return "is still loading its data; start again when it is done";
      }
      if (message.contains("DENIED") && message.contains("protected mode")) {
        return "is in protected mode; set a password there and write it in the URL";
      }
      if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
        return "has a host name that cannot be resolved; correct it in the URL";
      }
      if (e instanceof SSLException) {
        return "does not speak TLS, or its certificate is not trusted; correct the URL or the trust"
            + " store";
      }
      if (e instanceof ConnectException && message.toLowerCase(Locale.ROOT).contains("refused")) {
        return "refuses connections; start it, or correct the address";
      }
      if (e instanceof IOException && !message.contains("timed out")) {
        return "cannot be reached: " + e.getMessage();
      }
    }
    // A Redis without TLS takes the greeting for the start of a long command, and waits.
    return url.value().startsWith("rediss:")
        ? "did not answer within 2 s; does it speak TLS there? Otherwise write redis://"
        : "did not answer within 2 s; is it a Redis, and not behind a firewall?";
  }
}
