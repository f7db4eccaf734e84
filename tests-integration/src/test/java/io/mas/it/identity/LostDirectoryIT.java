package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.AgentCredentials;
import io.mas.gateway.Provisioning;
import io.mas.gateway.Rotation;
import io.mas.it.support.Wire;
import io.mas.protocol.AgentKeys;
import io.mas.runner.redis.EmbeddedRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis loses its data, and a process that has made agents known brings them back. */
class LostDirectoryIT {
  private final EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
  private final Wire wire = Wire.to(redis.address().url());
  private final Provisioning runner = Provisioning.at(redis.address().url(), true);
  private final Provisioning operator = Provisioning.at(redis.address().url(), true);
  private AgentCredentials credentials;

  @BeforeEach
  void provision() {
    credentials = runner.provision("agent");
  }

  @AfterEach
  void stop() {
    operator.close();
    runner.close();
    wire.close();
    redis.close();
  }

  private void losesAllAfterTheRunnerHasLooked() {
    assertThat(runner.restoreData()).isFalse();
    wire.redis().flushall();
    assertThat(runner.agent("agent")).isEmpty();
    assertThat(runner.restoreData()).isTrue();
  }

  @Test
  void anAgentComesBackWithItsKeys() {
    losesAllAfterTheRunnerHasLooked();
    assertThat(runner.agent("agent").orElseThrow().revokedAt()).isEmpty();
    assertThat(runner.renew(credentials)).isTrue();
  }

  @Test
  void oneThatAnotherProcessHasRevokedComesBackRevoked() {
    assertThat(runner.restoreData()).isFalse();
    operator.revoke("agent");
    losesAllAfterTheRunnerHasLooked();
    assertThat(runner.agent("agent").orElseThrow().revokedAt()).isPresent();
    assertThat(runner.renew(credentials)).isFalse();
  }

  @Test
  void aKeyThatAnotherProcessHasDroppedComesBackDropped() {
    assertThat(runner.restoreData()).isFalse();
    AgentCredentials after = operator.rotate("agent", Rotation.atOnce());
    losesAllAfterTheRunnerHasLooked();
    assertThat(runner.renew(credentials)).isFalse();
    AgentKeys kept = runner.latest(after).keys();
    assertThat(kept.signer().sameAs(after.keys().signer())).isTrue();
  }

  @Test
  void oneThatAnotherProcessHasRemovedDoesNotComeBack() {
    assertThat(runner.restoreData()).isFalse();
    operator.remove("agent", true);
    losesAllAfterTheRunnerHasLooked();
    assertThat(runner.agent("agent")).isEmpty();
  }
}
