package io.mas.gateway.check;

import io.mas.gateway.breaker.Gate;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.limit.Limiter;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.token.Tokens;
import io.mas.protocol.GatewayKeys;
import org.jspecify.annotations.Nullable;

/**
 * What the checks know, as of one moment.
 *
 * @param policy the permissions, or null if they could not be read yet
 * @param keys the gateways' own keys
 * @param ledger the numbers of the sender
 * @param now the time of Redis, in milliseconds since 1970
 * @param backlog what waits for the message's target
 * @param limiter how many messages may pass
 * @param gate which targets are left alone
 * @param restrictions the agents that are under restraint
 * @param tokens what instances must show beside their signatures
 */
public record View(
    @Nullable Policy policy,
    GatewayKeys keys,
    SenderLedger ledger,
    long now,
    Backlog backlog,
    Limiter limiter,
    Gate gate,
    Restrictions restrictions,
    Tokens tokens) {

  /** Of a place without limits, breakers and tokens, where nobody is under restraint. */
  public View(
      @Nullable Policy policy, GatewayKeys keys, SenderLedger ledger, long now, Backlog backlog) {
    this(
        policy,
        keys,
        ledger,
        now,
        backlog,
        Limiter.NONE,
        Gate.OPEN,
        Restrictions.NONE,
        Tokens.NONE);
  }
}
