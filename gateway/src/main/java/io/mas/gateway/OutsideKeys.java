package io.mas.gateway;

import io.mas.gateway.token.JwksLoader;
import io.mas.gateway.token.JwtRule;
import io.mas.gateway.token.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of the issuer whose tokens agents must show, under the rules in force. Thread-safe. */
final class OutsideKeys implements AutoCloseable {
  private volatile @Nullable JwksLoader loader;

  OutsideKeys(Optional<JwtRule> rule) {
    take(rule);
  }

  /** What is known now; no I/O. */
  Tokens current() {
    JwksLoader now = loader;
    return now == null ? Tokens.NONE : now.current();
  }

  /** Goes over to another rule; what was known under the same one stays. */
  final synchronized void take(Optional<JwtRule> rule) {
    JwksLoader before = loader;
    if (rule.equals(Optional.ofNullable(before).map(JwksLoader::rule))) {
      return;
    }
    loader = rule.map(JwksLoader::start).orElse(null);
    if (before != null) {
      before.close();
    }
  }

  @Override
  public synchronized void close() {
    JwksLoader now = loader;
    if (now != null) {
      now.close();
    }
  }
}
