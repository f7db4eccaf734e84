package io.mas.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SenderLedgerTest {
  private static final byte[] HASH = {1, 2, 3};

  private static InstanceEntry entry(long number, long sequence) {
    return new InstanceEntry(number, sequence, HASH, 0);
  }

  @Test
  void ofAnAgentNobodyHasHeardOfEveryNumberIsNew() {
    assertThat(SenderLedger.empty().highest()).isZero();
    assertThat(SenderLedger.empty().find("i1")).isNull();
  }

  @Test
  void theHighestNumberIsThatOfALiveInstanceOrTheFloor() {
    SenderLedger ledger =
        SenderLedger.empty()
            .with("i5", entry(5, 0))
            .with("i3", entry(3, 0))
            .with("i4", entry(4, 0));
    assertThat(ledger.highest()).isEqualTo(5);
    assertThat(ledger.without("i5").highest()).isEqualTo(5);
    assertThat(ledger.without("i3").highest()).isEqualTo(5);
  }

  @Test
  void theFloorIsTheHighestNumberThatIsGoneAndNeverFalls() {
    SenderLedger ledger = SenderLedger.empty().with("i5", entry(5, 0)).with("i3", entry(3, 0));
    assertThat(ledger.floor()).isZero();
    assertThat(ledger.without("i5").floor()).isEqualTo(5);
    assertThat(ledger.without("i5").without("i3").floor()).isEqualTo(5);
    assertThat(ledger.without("i3").without("i5").floor()).isEqualTo(5);
    assertThat(ledger.without("nobody")).isSameAs(ledger);
  }

  @Test
  void aDecidedMessageRaisesItsInstancesNumberAlone() {
    SenderLedger ledger =
        SenderLedger.empty().with("i1", entry(1, 7)).with("i2", entry(2, 3)).decided("i1", 9);
    assertThat(ledger.instances())
        .containsEntry("i1", entry(1, 9))
        .containsEntry("i2", entry(2, 3));
    assertThat(ledger.decided("i9", 1)).isSameAs(ledger);
  }

  @Test
  void aLapseIsNotedOnceAndEndsWithTheInstance() {
    SenderLedger ledger =
        SenderLedger.empty().with("i1", entry(1, 7)).with("i2", entry(2, 3)).lapsed("i1", 100);
    assertThat(ledger.hasLapsed()).isTrue();
    assertThat(ledger.lapsed("i1", 200)).isSameAs(ledger);
    assertThat(ledger.lapsed("i9", 200)).isSameAs(ledger);
    assertThat(ledger.find("i1")).isEqualTo(new InstanceEntry(1, 7, HASH, 100));
    SenderLedger left = ledger.withoutLapsed();
    assertThat(left.hasLapsed()).isFalse();
    assertThat(left.instances()).containsOnlyKeys("i2");
    assertThat(left.floor()).isEqualTo(1);
    assertThat(left.withoutLapsed()).isSameAs(left);
  }

  @Test
  void aLapsedInstanceCanRegisterAnewUnderAHigherNumber() {
    SenderLedger ledger =
        SenderLedger.empty().with("i1", entry(1, 7)).lapsed("i1", 100).with("i1", entry(2, 7));
    assertThat(ledger.hasLapsed()).isFalse();
    assertThat(ledger.withoutLapsed().find("i1")).isEqualTo(entry(2, 7));
    assertThat(ledger.without("i1").floor()).isEqualTo(2);
  }

  @Test
  void aNumberIsBurntWithoutAnInstance() {
    SenderLedger ledger = SenderLedger.empty().with("i1", entry(4, 7));
    assertThat(ledger.burnt(6).highest()).isEqualTo(6);
    assertThat(ledger.burnt(6).instances()).containsOnlyKeys("i1");
    assertThat(ledger.burnt(6).burnt(5).floor()).isEqualTo(6);
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeOf() {
    Map<String, InstanceEntry> map = new HashMap<>(Map.of("i1", entry(1, 1)));
    SenderLedger ledger = new SenderLedger(0, map);
    map.clear();
    assertThat(ledger.instances()).hasSize(1);
  }
}
