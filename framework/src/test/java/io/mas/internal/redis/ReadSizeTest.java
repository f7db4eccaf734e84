package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadSizeTest {
  private static final long MEGABYTE = 1024 * 1024;

  private final ReadSize size = new ReadSize(512);

  private static List<Entry> entries(int count, int bytes) {
    return Collections.nCopies(count, new Entry("s", "1-0", Map.of("p", new byte[bytes])));
  }

  private int afterFullRead(int bytes) {
    int count = size.count(MEGABYTE);
    size.read(count, entries(count, bytes));
    return size.count(MEGABYTE);
  }

  @Test
  void growsWhileReadsAreFullUpToTheMost() {
    assertThat(size.count(MEGABYTE)).isEqualTo(16);
    assertThat(afterFullRead(100)).isEqualTo(64);
    assertThat(afterFullRead(100)).isEqualTo(256);
    assertThat(afterFullRead(100)).isEqualTo(512);
    assertThat(afterFullRead(100)).isEqualTo(512);
  }

  @Test
  void readsOneAtATimeOfWhatIsLarge() {
    assertThat(afterFullRead(1024 * 1024)).isEqualTo(1);
    assertThat(afterFullRead(2 * 1024 * 1024)).isEqualTo(1);
    assertThat(afterFullRead(1024)).as("and more when it is small again").isGreaterThan(16);
  }

  @Test
  void fallsBackToTheFirstWhenLessIsThere() {
    afterFullRead(100);
    afterFullRead(100);
    assertThat(size.isFirst()).isFalse();
    size.read(256, entries(3, 100));
    size.read(64, List.of());
    assertThat(size.isFirst()).isTrue();
    assertThat(size.count(MEGABYTE)).isEqualTo(16);
  }

  @Test
  void sharesTheBytes() {
    afterFullRead(1024);
    assertThat(size.count(10 * 1024)).isEqualTo(10);
  }
}
