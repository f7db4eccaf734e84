package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MessageIdTest {
  private static final long TIME = 0x0193_1234_5678L;

  @RepeatedTest(20)
  void aNewIdIsAUuidOfVersion7() {
    UUID id = MessageId.next(TIME);
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME);
  }

  @Test
  void newIdsSortByTimeAsTexts() {
    assertThat(MessageId.next(TIME).toString()).isLessThan(MessageId.next(TIME + 1).toString());
  }

  @Test
  void newIdsOfOneMillisecondDiffer() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(MessageId.next(TIME));
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void aDerivedIdIsAlwaysTheSameAndOfVersion8() {
    UUID handled = new UUID(1, 2);
    UUID derived = MessageId.derived(handled, 1);
    assertThat(derived).isEqualTo(MessageId.derived(new UUID(1, 2), 1));
    assertThat(derived.version()).isEqualTo(8);
    assertThat(derived.variant()).isEqualTo(2);
  }

  @Test
  void derivedIdsDifferByMessageAndByIndex() {
    Set<UUID> ids = new HashSet<>();
    for (int message = 0; message < 100; message++) {
      for (int index = 1; index <= 100; index++) {
        ids.add(MessageId.derived(new UUID(message, 2), index));
      }
    }
    assertThat(ids).hasSize(10_000);
  }
}
