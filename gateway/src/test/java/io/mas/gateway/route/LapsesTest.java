package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.sample.TestAgent;
import io.mas.internal.redis.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LapsesTest {
  private final Keys keys = new Keys(16);
  private final TestAgent a = TestAgent.named("a");
  private final ShardState state = new ShardState();
  private final Doorbell bell = new Doorbell();
  private final Map<String, Long> left = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private long now = NOW;
  private long answerTakes;

  private final Lapses lapses =
      new Lapses(
          () -> Instant.ofEpochMilli(now),
          keys,
          key -> {
            asked.add(key);
            now += answerTakes;
            return CompletableFuture.completedFuture(left.getOrDefault(key, -2L));
          });

  private CommitPlan check() {
    CommitPlan plan = new CommitPlan(0);
    asked.clear();
    lapses.check(state, plan, bell);
    return plan;
  }

  private void live(String instance, long number) {
    state.ledger("a", state.ledger("a").with(instance, a.entry(number, 0)), new CommitPlan(0));
    left.put(keys.instance("a", instance), 15_000L);
  }

  private InstanceEntry entry(String instance) {
    return Objects.requireNonNull(state.ledger("a").find(instance));
  }

  @Test
  void anInstanceThatLivesIsAskedForAboutOnceInItsLease() throws Exception {
    live("i1", 1);
    assertThat(check().isEmpty()).isTrue();
    assertThat(asked).containsExactly(keys.instance("a", "i1"));
    now += 14_999;
    check();
    assertThat(asked).isEmpty();
    now += 1;
    check();
    assertThat(asked).hasSize(1);
    assertThat(bell.isQuiet()).isTrue();
  }

  @Test
  void oneWhoseRecordIsGoneIsNotedAndItsOutboxIsReadAgain() throws Exception {
    live("i1", 1);
    live("i2", 2);
    left.remove(keys.instance("a", "i1"));
    ParsedCommit commit = ParsedCommit.of(check());
    assertThat(entry("i1").lapsedAt()).isPositive();
    assertThat(entry("i2").lapsedAt()).isZero();
    assertThat(commit.ledger()).hasSize(1);
    assertThat(commit.ledgerField("a:i1")).isEqualTo(entry("i1").toText());
    assertThat(bell.take(10, 0)).containsExactly("a");
  }

  @Test
  void twoOfOneAgentThatLapseTogetherAreBothNoted() {
    live("i1", 1);
    live("i2", 2);
    left.clear();
    assertThat(ParsedCommit.of(check()).ledger()).hasSize(2);
    assertThat(entry("i1").lapsedAt()).isPositive();
    assertThat(entry("i2").lapsedAt()).isPositive();
  }

  /** What it sent until Redis answered, by a clock of which ours is a late sample, was in time. */
  @Test
  void theLapseIsAfterAllThatItCanHaveSent() {
    live("i1", 1);
    left.clear();
    answerTakes = 300;
    check();
    assertThat(entry("i1").lapsedAt()).isEqualTo(NOW + 300 + 1_000);
  }

  @Test
  void aLapseThatIsNotYetDroppedRingsAgainAndIsNotAskedFor() throws Exception {
    live("i1", 1);
    left.clear();
    check();
    bell.take(10, 0);
    assertThat(check().isEmpty()).isTrue();
    assertThat(asked).isEmpty();
    assertThat(bell.take(10, 0)).containsExactly("a");
  }

  @Test
  void remembersNobodyWhoHasGone() {
    for (int i = 1; i <= 100; i++) {
      live("i" + i, i);
      check();
      state.ledger("a", state.ledger("a").without("i" + i), new CommitPlan(0));
    }
    check();
    assertThat(lapses.remembered()).isZero();
  }

  @Test
  void theOutboxOfOneWhoseTokenHasExpiredIsReadAgain() throws Exception {
    InstanceEntry entry =
        new InstanceEntry(1, 0, a.entry(1, 0).tokenHash(), 0, NOW - Lapses.READ_SLACK_MILLIS);
    state.ledger("a", state.ledger("a").with("i1", entry), new CommitPlan(0));
    left.put(keys.instance("a", "i1"), 15_000L);
    assertThat(check().isEmpty()).isTrue();
    assertThat(bell.isQuiet()).isTrue();
    now++;
    assertThat(check().isEmpty()).isTrue();
    assertThat(bell.take(9, 0)).containsExactly("a");
  }
}
