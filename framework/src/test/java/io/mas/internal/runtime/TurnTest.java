package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.mas.OutboxFullException;
import io.mas.PayloadMappingException;
import io.mas.internal.redis.FakeRedis;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnTest {
  record State(int seen, String note) {}

  private static final String KEY = "agent.state:{7}:echo";
  private static final JavaType TYPE = TypeFactory.defaultInstance().constructType(State.class);

  private final FakeRedis redis = new FakeRedis();
  private final StateCell cell = new StateCell(redis.link(), KEY, "i1");
  private final Messages messages = new Messages("echo", "i1", InstantSource.system());
  private final UUID handled = new UUID(1, 2);

  @BeforeEach
  void store() {
    redis.set(KEY, "@revision", "r1");
    redis.set(KEY, "seen", "1");
    redis.set(KEY, "note", "\"n\"");
  }

  @Test
  void aTurnThatDoesNothingSettlesItsEntryAndReadsNoState() {
    TurnCommit commit = close(turn());
    assertThat(commit).isEqualTo(TurnCommit.settle(Settlement.Source.INBOX, "5-0"));
    assertThat(redis.reads()).isZero();
  }

  @Test
  void aTurnThatReadsTheStateCommitsOnTheRevisionItRead() {
    Turn turn = turn();
    assertThat(turn.state().as(TYPE)).isEqualTo(new State(1, "n"));
    TurnCommit commit = close(turn);
    assertThat(commit.revision()).isEqualTo("r1");
    assertThat(commit.nextRevision()).isEmpty();
    assertThat(commit.sets()).isEmpty();
    assertThat(commit.deletes()).isEmpty();
  }

  @Test
  void seesItsOwnChangesAndCommitsWhatDiffers() {
    Turn turn = turn();
    turn.change(StateSnapshot.propertiesOf(new State(2, "n")));
    assertThat(turn.state().as(TYPE)).isEqualTo(new State(2, "n"));
    assertThat(cell.latest().as(TYPE)).isEqualTo(new State(1, "n"));

    TurnCommit commit = close(turn);

    assertThat(commit.revision()).isEqualTo("r1");
    assertThat(commit.nextRevision()).isNotEmpty().isNotEqualTo("r1");
    assertThat(commit.sets()).containsOnly(Map.entry("seen", "2"));
    assertThat(commit.deletes()).isEmpty();
    assertThat(cell.latest().revision()).isEqualTo(commit.nextRevision());
    assertThat(cell.latest().as(TYPE)).isEqualTo(new State(2, "n"));
  }

  @Test
  void setsSomePropertiesAndLeavesTheOthers() {
    Turn turn = turn();
    turn.change(Map.of("seen", 2), TYPE);
    turn.change(Map.of("note", "m"), TYPE);
    assertThat(turn.state().as(TYPE)).isEqualTo(new State(2, "m"));
    assertThat(close(turn).sets()).containsOnly(Map.entry("seen", "2"), Map.entry("note", "\"m\""));
  }

  @Test
  void refusesAPropertyThatDoesNotFitAndKeepsTheStateAsItWas() {
    Turn turn = turn();
    assertThatThrownBy(() -> turn.change(Map.of("seen", "many"), TYPE))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageContaining("seen");
    assertThat(turn.state().as(TYPE)).isEqualTo(new State(1, "n"));
    assertThat(close(turn).sets()).isEmpty();
  }

  @Test
  void refusesAPropertyThatTheTypeDoesNotHave() {
    Turn turn = turn();
    assertThatThrownBy(() -> turn.change(Map.of("sen", 2), TYPE))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageContaining("no property 'sen'");
  }

  @Test
  void aResetRemovesEveryProperty() {
    Turn turn = turn();
    turn.change(Map.of());
    assertThat(turn.state().as(TYPE)).isEqualTo(new State(0, null));
    TurnCommit commit = close(turn);
    assertThat(commit.deletes()).containsExactlyInAnyOrder("seen", "note");
    assertThat(commit.sets()).isEmpty();
    assertThat(commit.nextRevision()).isNotEmpty();
  }

  @Test
  void aChangeToWhatIsThereAlreadyIsNone() {
    Turn turn = turn();
    turn.change(StateSnapshot.propertiesOf(new State(7, "x")));
    turn.change(StateSnapshot.propertiesOf(new State(1, "n")));
    TurnCommit commit = close(turn);
    assertThat(commit.nextRevision()).isEmpty();
    assertThat(commit.sets()).isEmpty();
    assertThat(cell.latest().revision()).isEqualTo("r1");
  }

  @Test
  void theNextTurnBuildsUponTheOneBeforeIt() {
    Turn first = turn();
    first.change(Map.of("seen", 2), TYPE);
    TurnCommit firstCommit = close(first);
    Turn second = turn();
    second.change(Map.of("seen", ((State) second.state().as(TYPE)).seen() + 1), TYPE);
    TurnCommit secondCommit = close(second);
    assertThat(secondCommit.revision()).isEqualTo(firstCommit.nextRevision());
    assertThat(secondCommit.sets()).containsOnly(Map.entry("seen", "3"));
  }

  @Test
  void runsAgainWhenAnotherTurnHasChangedTheStateMeanwhile() {
    Turn slow = turn();
    slow.change(Map.of("seen", 2), TYPE);
    Turn fast = turn();
    fast.change(Map.of("note", "m"), TYPE);
    assertThat(fast.close(Settlement.of(Settlement.Source.INBOX, "6-0"))).isNotNull();

    assertThat(slow.isCurrent()).isFalse();
    assertThat(slow.close(Settlement.of(Settlement.Source.INBOX, "5-0"))).isNull();
    assertThat(cell.latest().as(TYPE)).isEqualTo(new State(1, "m"));
  }

  @Test
  void isNoLongerCurrentWhenItsStateWasForgotten() {
    Turn turn = turn();
    assertThat(turn.isCurrent()).as("it has read nothing").isTrue();
    turn.state();
    assertThat(turn.isCurrent()).isTrue();
    cell.forget();
    assertThat(turn.isCurrent()).isFalse();
  }

  @Test
  void collectsSendsInOrderUntilItIsClosed() {
    Turn turn = turn();
    Outgoing first = messages.send("a", "t", 1);
    Outgoing second = messages.send("b", "t", 2);
    assertThat(turn.send(first)).isTrue();
    assertThat(turn.send(second)).isTrue();
    TurnCommit commit = close(turn);
    assertThat(turn.send(messages.send("c", "t", 3))).isFalse();
    assertThat(commit.sends()).isEqualTo(List.of(first, second));
  }

  @Test
  void sendsNoMoreMessagesThanOneCallToRedisTakes() {
    Turn turn = turn();
    Outgoing message = messages.send("a", "t", 1);
    for (int i = 0; i < Turn.MAX_SENDS; i++) {
      turn.send(message);
    }
    assertThatThrownBy(() -> turn.send(message))
        .isInstanceOf(OutboxFullException.class)
        .hasMessageContaining("10000 messages");
    assertThat(close(turn).sends()).hasSize(Turn.MAX_SENDS);
  }

  @Test
  void sendsAndStateTogetherHaveABound() {
    Turn turn = turn();
    Outgoing megabyte = messages.send("a", "t", "x".repeat(1024 * 1024 - 2));
    for (int i = 0; i < 15; i++) {
      turn.send(megabyte);
    }
    assertThatThrownBy(() -> turn.change(Map.of("note", "x".repeat(1024 * 1024)), TYPE))
        .isInstanceOf(OutboxFullException.class)
        .hasMessageContaining("16777216 bytes");
    turn.change(Map.of("note", "m"), TYPE);
    assertThatThrownBy(() -> turn.send(megabyte)).isInstanceOf(OutboxFullException.class);
    TurnCommit commit = close(turn);
    assertThat(commit.sends()).hasSize(15);
    assertThat(commit.sets()).containsOnly(Map.entry("note", "\"m\""));
  }

  @Test
  void aDiscardedTurnTakesNothingMoreAndHasChangedNothing() {
    Turn turn = turn();
    turn.change(Map.of("seen", 2), TYPE);
    turn.send(messages.send("a", "t", 1));
    turn.discard();
    assertThat(turn.send(messages.send("a", "t", 1))).isFalse();
    assertThat(cell.latest().as(TYPE)).isEqualTo(new State(1, "n"));
  }

  @Test
  void requestsHaveTheSameIdsWhenTheMessageIsHandledAgain() {
    Turn first = turn();
    Turn again = turn();
    UUID one = first.nextRequestId();
    UUID two = first.nextRequestId();
    assertThat(one).isNotEqualTo(two);
    assertThat(again.nextRequestId()).isEqualTo(one);
    assertThat(again.nextRequestId()).isEqualTo(two);
    assertThat(new Turn(new UUID(1, 3), cell, 0).nextRequestId()).isNotEqualTo(one);
  }

  private Turn turn() {
    return new Turn(handled, cell, 0);
  }

  private static TurnCommit close(Turn turn) {
    TurnCommit commit = turn.close(Settlement.of(Settlement.Source.INBOX, "5-0"));
    assertThat(commit).isNotNull();
    return commit;
  }
}
