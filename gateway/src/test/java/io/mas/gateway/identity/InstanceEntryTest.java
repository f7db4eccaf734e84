package io.mas.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.MasException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceEntryTest {
  private static final String HASH = "ab".repeat(32);

  @Property
  void comesBackFromItsText(
      @ForAll @LongRange(min = 1) long number,
      @ForAll @LongRange(min = 0) long sequence,
      @ForAll @Size(32) byte[] hash,
      @ForAll @LongRange(min = 0) long lapsedAt,
      @ForAll @LongRange(min = 0) long expiresAt) {
    InstanceEntry entry = new InstanceEntry(number, sequence, hash, lapsedAt, expiresAt);
    InstanceEntry read = InstanceEntry.fromText(entry.toText());
    assertThat(read).usingRecursiveComparison().isEqualTo(entry);
    assertThat(read).isEqualTo(entry).hasSameHashCodeAs(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1 2 3",
        "1 2 HASH 0 0",
        "1 2 HASH 0 -5",
        "1 2 HASH 0 x",
        "1 2 HASH 0 5 5",
        "x 2 HASH 0",
        "1 x HASH 0",
        "1 2 zz 0",
        "1 2 abc 0",
        "1 2 HASH x",
        "1 2 HASH",
        "1  2 HASH 0",
        " 1 2 HASH 0",
        "1 2 HASH 0 ",
        "-1 2 HASH 0",
        "1 -2 HASH 0",
        "1 2 HASH -3",
        "0 2 HASH 0",
        "9223372036854775808 2 HASH 0"
      })
  void aSpoiledTextIsNotTaken(String text) {
    assertThatThrownBy(() -> InstanceEntry.fromText(text.replace("HASH", HASH)))
        .isInstanceOf(MasException.class)
        .hasMessage("the ledger of sequence numbers in Redis is spoiled")
        .hasMessageNotContaining(HASH);
  }

  @Property
  void anyTextIsAnEntryOrSpoiled(@ForAll String text) {
    try {
      assertThat(InstanceEntry.fromText(text).toText()).isNotEmpty();
    } catch (MasException e) {
      assertThat(e).hasMessage("the ledger of sequence numbers in Redis is spoiled");
    }
  }

  @org.junit.jupiter.api.Test
  void doesNotShowTheHashWhenPrinted() {
    assertThat(new InstanceEntry(1, 2, new byte[] {1, 2}, 3)).hasToString("InstanceEntry[1 2 3]");
  }

  @org.junit.jupiter.api.Test
  void withoutATokenOfAnIssuerItIsAsItWasBeforeThereWereAny() {
    assertThat(new InstanceEntry(1, 2, new byte[] {1, 2}, 3).toText()).isEqualTo("1 2 0102 3");
  }
}
