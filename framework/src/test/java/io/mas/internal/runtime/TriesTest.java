package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is known of the attempts at a message, and what follows from it. */
class TriesTest {

  @Test
  void whatADeadInstanceOnlyHeldRunsBesideOthers() {
    assertThat(Tries.takenOver("").alone()).isFalse();
  }

  @Test
  void whatHadBegunAtAnInstanceThatDiedRunsAlone() {
    assertThat(Tries.takenOver("1:1700000000000:1700000000000").alone()).isTrue();
  }

  @Test
  void anEntryThatHasNotFailedRunsBesideOthers() {
    assertThat(Tries.NONE.alone()).isFalse();
  }

  @Test
  void aTurnThatHasLostThreeTimesAgainstOtherInstancesRunsAlone() {
    Tries twice = Tries.NONE.lostToOthers().lostToOthers();
    assertThat(twice.alone()).isFalse();
    assertThat(twice.lostToOthers().alone()).isTrue();
  }

  @Test
  void aNoteThatCannotBeReadCountsAsNoAttempt() {
    assertThat(Tries.takenOver("nonsense")).isEqualTo(new Tries(0, true, 0, 0, 0, true, false));
  }

  @Test
  void aTurnThatMetALockHasLostAgainstNobody() {
    Tries locked = Tries.NONE.locked();
    assertThat(locked.metLock()).isTrue();
    assertThat(locked.alone()).isFalse();
    assertThat(locked.unlocked()).isEqualTo(Tries.NONE);
  }

  @Test
  void theNextAttemptWaitsUntilItIsDueWhoeverMakesIt() {
    Tries tries = Tries.takenOver("2:1000:5000");
    assertThat(tries.early(4_000)).isEqualTo(1_000);
    assertThat(tries.early(5_000)).isNotPositive();
    assertThat(Tries.NONE.early(4_000)).isNotPositive();
  }

  @Test
  void aNoteThatSaysLongerThanAnyBackOffIsNotBelieved() {
    assertThat(Tries.takenOver("2:1000:9000000000000").early(4_000)).isEqualTo(30_000);
  }
}
