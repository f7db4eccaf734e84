package io.mas.gateway.check;

import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.policy.Policy;
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
 */
public record View(
    @Nullable Policy policy, GatewayKeys keys, SenderLedger ledger, long now, Backlog backlog) {}
