package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.Provisioner;
import io.mas.internal.redis.Removal;
import io.mas.protocol.AgentEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent is removed in steps: revoke, settle, delete, forget. */
class RemovalIT extends OnRealRedis {
  private static final String AGENT = "alice";

  private Provisioner provisioner;
  private Removal removal;
  private AgentCredentials credentials;

  @BeforeEach
  void provision() {
    provisioner = new Provisioner(link, keys, true);
    removal = new Removal(link, keys, provisioner);
    credentials = provisioner.provision(AGENT);
    redis.hset(keys.state(AGENT), "f", "v");
  }

  private boolean isRevoked() {
    return provisioner.find(AGENT).map(AgentEntry::isRevoked).orElse(false);
  }

  private String due() {
    return Keys.due(keys.shardOf(AGENT));
  }

  @Test
  void namesEachThingThatWouldBeLost() {
    redis.hset(keys.sequence(AGENT), Map.of("n", "1", "one:c", "0"));
    redis.hset(keys.instance(AGENT, "one"), "number", "1");
    redis.xadd(keys.outbox(AGENT), Map.of("h", "x"));
    redis.hset(due(), Map.of(AGENT + ":1-1", "x", AGENT + ":1-2", "x", AGENT + "2:1-1", "x"));
    for (int i = 0; i < 3; i++) {
      redis.xadd(keys.inbox(AGENT), Map.of("h", "x"));
    }
    redis.zadd(keys.timers(AGENT), 1, "m");
    String approvals = Keys.approvals(keys.shardOf(AGENT));
    redis.hset(approvals, Map.of("1-1", "9999999999999 9 alice k1", "2-1", "9 9 bob k1"));
    List<String> lost =
        List.of(
            "instances that are registered: 1",
            "messages that it has sent and that are not settled: 1",
            "messages of it that are to be delivered: 2",
            "messages that wait for it: 3",
            "delayed messages and retries: 1",
            "messages of it that wait for approval: 1");
    Map<String, String> then = everything();
    assertThat(removal.left(AGENT)).isEqualTo(lost);
    assertThatThrownBy(() -> removal.remove(AGENT, false))
        .isInstanceOf(MasException.class)
        .hasMessage(
            "agent alice is not removed: there is still something (%s); --force removes it with that"
                .formatted(String.join(", ", lost)));
    assertThat(everything()).isEqualTo(then);
    assertThat(provisioner.isAdmitted(credentials)).isTrue();

    // whoever is shut out is no loss any more
    assertThat(removal.remove(AGENT, true)).isEqualTo(lost.subList(1, 6));
    assertThat(redis.hget(approvals, "1-1")).endsWith(" its sender was removed");
    assertThat(redis.hget(approvals, "2-1")).isEqualTo("9 9 bob k1");
    assertThat(redis.keys("*" + AGENT + "*")).isEmpty();
    assertThat(provisioner.find(AGENT)).isEmpty();
    assertThat(redis.aclUsers()).doesNotContain(AclRules.userOf(AGENT));
  }

  @Test
  void whatTheAgentHasSpoiledDoesNotKeepIt() {
    redis.hset(keys.inbox(AGENT), "f", "v");
    redis.hset(keys.timers(AGENT), "f", "v");
    assertThat(removal.remove(AGENT, false)).isEmpty();
    assertThat(redis.keys("*" + AGENT + "*")).isEmpty();
  }

  /** For gateways that have not heard of it yet may still write what is its own. */
  @Test
  void revokesFirstAndDeletesNothingBeforeAllGatewaysMustKnow() throws Exception {
    CompletableFuture<List<String>> removed =
        CompletableFuture.supplyAsync(() -> removal.remove(AGENT, false));
    await().pollInterval(10, TimeUnit.MILLISECONDS).until(this::isRevoked);
    await()
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .during(1, TimeUnit.SECONDS)
        .until(() -> redis.exists(keys.state(AGENT)) == 1 && isRevoked());
    assertThat(provisioner.isAdmitted(credentials)).isFalse();
    assertThat(removed.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(redis.exists(keys.state(AGENT))).isZero();
  }

  @Test
  void whatAGatewayCommitsWhileItSettlesIsNotLostUnasked() throws Exception {
    CompletableFuture<List<String>> removed =
        CompletableFuture.supplyAsync(() -> removal.remove(AGENT, false));
    await().pollInterval(10, TimeUnit.MILLISECONDS).until(this::isRevoked);
    redis.hset(due(), AGENT + ":1-1", "x"); // of one that did not know of it yet
    assertThatThrownBy(() -> removed.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(MasException.class)
        .hasMessageContaining(
            "agent alice is not removed; it is revoked: there is still something"
                + " (messages of it that are to be delivered: 1)");
    assertThat(redis.exists(keys.state(AGENT))).isEqualTo(1);
  }

  /** As long as the registry has it, it can be removed again. */
  @Test
  void forgetsItLastSoThatOneThatWasInterruptedCanBeDoneAgain() {
    String breakers = Keys.breakers(keys.shardOf(AGENT));
    redis.set(breakers, "no hash");
    assertThatThrownBy(() -> removal.remove(AGENT, false)).isInstanceOf(LinkException.class);
    assertThat(redis.exists(keys.state(AGENT))).isZero();
    assertThat(isRevoked()).isTrue();
    redis.del(breakers);
    removal.remove(AGENT, false);
    assertThat(provisioner.find(AGENT)).isEmpty();
  }

  @Test
  void refusesOneThatIsNotThere() {
    assertThatThrownBy(() -> removal.remove("nobody", true)).hasMessage("there is no agent nobody");
  }
}
