package io.mas.gateway.route;

import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.breaker.BoardLoader;
import io.mas.gateway.breaker.Permits;
import io.mas.gateway.control.RestrictionLoader;
import io.mas.gateway.identity.DirectoryLoader;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.policy.PolicyLoader;
import io.mas.gateway.registry.RegistryView;
import io.mas.gateway.token.Tokens;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.GatewayKeys;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What all shards of one gateway share.
 *
 * @param id the gateway's name in leases and audit records
 * @param link commands to Redis
 * @param keys the layout
 * @param clock the time of Redis
 * @param secrets the gateways' keys
 * @param bearing what the configuration in force comes to, now
 * @param tokens what instances must show beside their signatures, now
 * @param directory who is provisioned
 * @param policy who may send to whom
 * @param restrictions who is under restraint
 * @param registry who is there
 * @param deadLetters how refused messages are kept
 * @param portions what this gateway holds of shared limits
 * @param boards which targets are left alone
 * @param permits what this gateway holds of the trials of those that are
 * @param droppedReplies counts replies whose asking instance was gone
 * @param freshness reads directory and policy, unless that was done just now; fails if it cannot
 */
public record GatewayContext(
    String id,
    RedisLink link,
    Keys keys,
    RedisClock clock,
    GatewayKeys secrets,
    Supplier<Bearing> bearing,
    Supplier<Tokens> tokens,
    DirectoryLoader directory,
    PolicyLoader policy,
    RestrictionLoader restrictions,
    RegistryView registry,
    DeadLetters deadLetters,
    Portions portions,
    BoardLoader boards,
    Permits permits,
    LongAdder droppedReplies,
    Runnable freshness) {

  /** What is known now, for one batch. */
  Snapshot snapshot() {
    Bearing now = bearing.get();
    return new Snapshot(
        id,
        keys,
        clock.millis(),
        secrets,
        now.decider(),
        directory.current(),
        policy.current(),
        registry.agents(),
        deadLetters,
        now.limits(),
        portions,
        now.breakers(),
        boards.current(),
        permits,
        restrictions.current(),
        tokens.get());
  }
}
