package io.mas.gateway.route;

import io.mas.AgentRecord;
import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.breaker.Board;
import io.mas.gateway.breaker.Breakers;
import io.mas.gateway.breaker.Permits;
import io.mas.gateway.check.Decider;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.identity.Directory;
import io.mas.gateway.limit.LimitRules;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.token.Tokens;
import io.mas.internal.redis.Keys;
import io.mas.protocol.GatewayKeys;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * All that a batch is decided on beside the state of its shard, as of one moment; nothing in it
 * does I/O.
 *
 * @param gateway the gateway's name in audit records
 * @param keys the layout
 * @param now the time of Redis, in milliseconds since 1970
 * @param secrets the gateways' keys
 * @param decider the checks
 * @param directory who is provisioned
 * @param policy who may send to whom, or null if that could not be read yet
 * @param agents who is there
 * @param deadLetters how refused messages are kept
 * @param limits how many messages may pass
 * @param portions what this gateway holds of shared limits
 * @param breakers when targets are left alone
 * @param board which are
 * @param permits what this gateway holds of the trials of those that are
 * @param restrictions the agents that are under restraint
 * @param tokens what instances must show beside their signatures
 */
record Snapshot(
    String gateway,
    Keys keys,
    long now,
    GatewayKeys secrets,
    Decider decider,
    Directory directory,
    @Nullable Policy policy,
    Collection<AgentRecord> agents,
    DeadLetters deadLetters,
    LimitRules limits,
    Portions portions,
    Breakers breakers,
    Board board,
    Permits permits,
    Restrictions restrictions,
    Tokens tokens) {}
