package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AccessDeniedException;
import io.mas.Agent;
import io.mas.AgentRecord;
import io.mas.On;
import io.mas.gateway.AuthorizationManager;
import io.mas.gateway.Provisioning;
import io.mas.it.support.Listener;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Permissions that a program gives and takes while the system runs. */
class AuthorizationIT {
  private final Listener clerk = new Listener();
  private TestSystem system;
  private Provisioning provisioning;

  static class Ledger extends Agent<Void> {
    @On(value = "entry.new", reply = "entry.kept")
    boolean keep() {
      return true;
    }

    @On(value = "entry.drop", reply = "entry.dropped")
    boolean drop() {
      return true;
    }
  }

  @BeforeEach
  void start() {
    system = TestSystem.start();
    provisioning = Provisioning.at(system.redisUrl(), true);
    system.run("clerk", clerk);
    system.run("ledger", new Ledger());
  }

  @AfterEach
  void stop() {
    provisioning.close();
    system.close();
  }

  private boolean passes(String type) {
    try {
      clerk.request("ledger", type, Map.of(), Duration.ofSeconds(20));
      return true;
    } catch (AccessDeniedException e) {
      return false;
    }
  }

  @Test
  void areInForceWithinASecondAndGoWithTheNextOnes() {
    assertThat(passes("entry.new")).isFalse();
    AuthorizationManager.of(provisioning, "billing")
        .allow("clerk", "ledger")
        .forTypes("entry.*")
        .apply();
    await().atMost(Duration.ofSeconds(1)).until(() -> passes("entry.new"));
    assertThat(clerk.discover()).extracting(AgentRecord::id).contains("ledger");

    AuthorizationManager.of(provisioning, "security")
        .block("clerk", "ledger")
        .forTypes("*.drop")
        .apply();
    await().atMost(Duration.ofSeconds(1)).until(() -> !passes("entry.drop"));
    assertThat(passes("entry.new")).isTrue();

    AuthorizationManager.of(provisioning, "billing").apply();
    await().atMost(Duration.ofSeconds(1)).until(() -> !passes("entry.new"));
    assertThat(clerk.discover()).extracting(AgentRecord::id).doesNotContain("ledger");
  }
}
