package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.SenderLedger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardStateTest {
  private static final byte[] HASH = {1, 2};

  private final ShardState state = new ShardState();

  private static InstanceEntry entry(long number, long sequence) {
    return new InstanceEntry(number, sequence, HASH.clone(), 0);
  }

  private List<List<String>> changes(SenderLedger to) {
    CommitPlan plan = new CommitPlan(1);
    state.ledger("a", to, plan);
    assertThat(state.ledger("a")).isEqualTo(to);
    return ParsedCommit.of(plan).ledger();
  }

  @Test
  void putsExactlyTheChangedFieldsOfALedgerIntoThePlan() {
    SenderLedger ledger = SenderLedger.empty().with("i1", entry(1, 0));
    assertThat(changes(ledger)).containsExactly(List.of("a:i1", "1 0 0102 0"));
    ledger = ledger.with("i2", entry(2, 0));
    assertThat(changes(ledger)).containsExactly(List.of("a:i2", "2 0 0102 0"));
    ledger = ledger.decided("i1", 4);
    assertThat(changes(ledger)).containsExactly(List.of("a:i1", "1 4 0102 0"));
    ledger = ledger.lapsed("i2", 9);
    assertThat(changes(ledger)).containsExactly(List.of("a:i2", "2 0 0102 9"));
    ledger = ledger.withoutLapsed();
    assertThat(changes(ledger)).containsExactly(List.of("a", "2"), List.of("a:i2", ""));
    ledger = ledger.without("i1");
    assertThat(changes(ledger)).containsExactly(List.of("a:i1", ""));
  }

  @Test
  void aLedgerThatSaysTheSameChangesNothing() {
    SenderLedger ledger = SenderLedger.empty().with("i1", entry(1, 3));
    assertThat(changes(ledger)).hasSize(1);
    assertThat(changes(ledger)).isEmpty();
    assertThat(changes(SenderLedger.empty().with("i1", entry(1, 3)))).isEmpty();
  }

  @Test
  void ledgersOfDifferentSendersAreApart() {
    CommitPlan plan = new CommitPlan(1);
    state.ledger("a", SenderLedger.empty().with("i1", entry(1, 3)), plan);
    assertThat(state.ledger("b")).isEqualTo(SenderLedger.empty());
  }

  @Test
  void withNothingDueAllThatIsDecidedMayGo() {
    assertThat(state.cursor("a")).isEqualTo("0-0");
    assertThat(state.lowestKept("a")).isEqualTo("0-1");
    state.cursor("a", "5-7");
    assertThat(state.lowestKept("a")).isEqualTo("5-8");
    state.cursor("a", "5-18446744073709551615");
    assertThat(state.lowestKept("a")).isEqualTo("6-0");
  }

  @Test
  void neverTrimsPastAnEntryThatIsStillDue() {
    state.addDue("a", "5-9", new byte[] {1});
    state.addDue("a", "5-10", new byte[] {2});
    state.addDue("a", "5-11", new byte[] {3});
    state.cursor("a", "5-11");
    assertThat(state.lowestKept("a")).isEqualTo("5-9");
    state.removeDue("a", "5-10");
    assertThat(state.lowestKept("a")).isEqualTo("5-9");
    state.removeDue("a", "5-9");
    assertThat(state.lowestKept("a")).isEqualTo("5-11");
    state.removeDue("a", "5-11");
    assertThat(state.lowestKept("a")).isEqualTo("5-12");
    assertThat(state.due()).isEmpty();
  }

  @Test
  void whatAnotherSenderHasDueKeepsNothing() {
    state.addDue("b", "1-0", new byte[] {1});
    state.cursor("a", "5-0");
    assertThat(state.lowestKept("a")).isEqualTo("5-1");
  }

  @Test
  void removingWhatIsNotDueDoesNothing() {
    state.removeDue("a", "1-0");
    state.addDue("a", "2-0", new byte[] {1});
    state.removeDue("a", "1-0");
    assertThat(state.due().get("a")).containsOnlyKeys("2-0");
  }
}
