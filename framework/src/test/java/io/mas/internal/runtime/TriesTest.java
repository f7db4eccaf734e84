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
    assertThat(Tries.takenOver("nonsense")).isEqualTo(new Tries(0, true, 0, 0, true));
  }

  @Test
  void aTurnThatMetALockAsksForItAndHasLostNoneYet() {
    Tries locked = Tries.NONE.locked();
    assertThat(locked.needsLock()).isTrue();
    assertThat(locked.lostLocks()).isZero();
    assertThat(locked.lostToOthers().locked().lostLocks()).isEqualTo(1);
  }
}
