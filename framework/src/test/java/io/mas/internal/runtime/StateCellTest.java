package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.FakeRedis;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateCellTest {
  private static final String KEY = "agent.state:{7}:echo";

  private final FakeRedis redis = new FakeRedis();
  private final StateCell cell = new StateCell(redis.link(), KEY, "i1");

  @BeforeEach
  void store() {
    redis.set(KEY, "@revision", "r1");
    redis.set(KEY, "seen", "1");
  }

  @Test
  void readsTheStateOnce() {
    assertThat(cell.latest()).isEqualTo(new StateSnapshot("r1", Map.of("seen", "1")));
    assertThat(cell.latest()).isSameAs(cell.latest());
    assertThat(redis.reads()).isEqualTo(1);
  }

  @Test
  void aStateThatWasNeverWrittenIsEmptyAtRevisionZero() {
    StateCell none = new StateCell(redis.link(), "agent.state:{7}:other", "i1");
    assertThat(none.latest()).isEqualTo(StateSnapshot.empty());
    assertThat(StateSnapshot.empty().revision()).isEqualTo("0");
  }

  @Test
  void advancesFromTheLatestAlone() {
    StateSnapshot read = cell.latest();
    StateSnapshot second = new StateSnapshot("i1.1", Map.of("seen", "2"));
    assertThat(cell.advance(read, second)).isTrue();
    assertThat(cell.latest()).isSameAs(second);

    assertThat(cell.advance(read, new StateSnapshot("i1.2", Map.of("seen", "9")))).isFalse();
    assertThat(cell.latest()).isSameAs(second);
  }

  @Test
  void nothingAdvancesFromAStateThatWasForgotten() {
    StateSnapshot read = cell.latest();
    cell.forget();
    assertThat(cell.isLatest(read)).isFalse();
    assertThat(cell.advance(read, new StateSnapshot("i1.1", Map.of()))).isFalse();
  }

  @Test
  void readsAnewWhatWasForgotten() {
    StateSnapshot read = cell.latest();
    redis.set(KEY, "@revision", "r2");
    redis.set(KEY, "seen", "2");
    cell.forget();
    assertThat(cell.latest()).isEqualTo(new StateSnapshot("r2", Map.of("seen", "2")));
    assertThat(cell.isLatest(read)).isFalse();
    assertThat(cell.isLatest(cell.latest())).isTrue();
  }

  @Test
  void readsAnewForEachTurnWhereOthersChangeTheStateToo() {
    cell.latest();
    cell.contended();
    redis.set(KEY, "@revision", "r2");
    assertThat(cell.latest().revision()).isEqualTo("r2");
    redis.set(KEY, "@revision", "r3");
    assertThat(cell.latest().revision()).isEqualTo("r3");
  }

  @Test
  void buildsUponWhatIsBeingCommittedThoughOthersChangeTheStateToo() {
    cell.contended();
    StateSnapshot own = new StateSnapshot("i1.1", Map.of("seen", "2"));
    assertThat(cell.advance(cell.latest(), own)).isTrue();
    assertThat(cell.latest()).isSameAs(own);

    cell.committed("i1.0");
    assertThat(cell.latest()).isSameAs(own);

    cell.committed("i1.1");
    assertThat(cell.latest().revision()).isEqualTo("r1");
  }

  @Test
  void noRevisionComesTwice() {
    StateCell other = new StateCell(redis.link(), KEY, "i2");
    Set<String> revisions = new HashSet<>(Set.of("0"));
    for (int i = 0; i < 100; i++) {
      assertThat(revisions.add(cell.nextRevision())).isTrue();
      assertThat(revisions.add(other.nextRevision())).isTrue();
    }
  }
}
