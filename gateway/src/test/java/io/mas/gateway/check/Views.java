package io.mas.gateway.check;

import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.SecretKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views for tests, all under the same gateway keys. */
final class Views {
  static final GatewayKeys KEYS = new GatewayKeys(SecretKeys.random(SecretKeys.KEY_BYTES));

  private Views() {}

  static View of(SenderLedger ledger) {
    return of(ledger, Policy.compile(List.of()));
  }

  static View of(SenderLedger ledger, @Nullable Policy policy) {
    return at(TestAgent.NOW, ledger, policy);
  }

  static View at(long now, SenderLedger ledger, @Nullable Policy policy) {
    return new View(policy, KEYS, ledger, now, Backlog.NONE);
  }

  static Policy allowing(String sender, String target) {
    return Policy.compile(
        List.of(new PolicyRule.Allow(sender, List.of(target), new Origin("agents.yaml", 1))));
  }
}
