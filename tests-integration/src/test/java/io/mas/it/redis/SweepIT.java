package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Arguments;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the header of sweep.lua says. */
class SweepIT extends OnRealRedis {
  private List<Object> sweep(List<String> outboxes) {
    return link.callForList("mas_sweep", outboxes, new Arguments());
  }

  @Test
  void givesThePlacesOfOutboxesThatHoldAnything() {
    redis.xadd("b", Map.of("h", "x"));
    redis.xadd("d", Map.of("h", "x"));
    String settled = redis.xadd("c", Map.of("h", "x"));
    redis.xdel("c", settled);
    Map<String, String> then = everything();
    assertThat(sweep(List.of("a", "b", "c", "d"))).containsExactly(2L, 4L);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void passesOverAKeyOfAWrongType() {
    redis.set("a", "spoiled");
    redis.xadd("b", Map.of("h", "x"));
    assertThat(sweep(List.of("a", "b"))).containsExactly(2L);
  }

  @Test
  void findsNothingInNothing() {
    assertThat(sweep(List.of())).isEmpty();
    assertThat(sweep(List.of("a"))).isEmpty();
  }

  @Test
  void takesThousandsOfOutboxes() {
    redis.xadd("8100", Map.of("h", "x"));
    assertThat(sweep(IntStream.rangeClosed(1, 8_100).mapToObj(Integer::toString).toList()))
        .containsExactly(8_100L);
    assertThat(sweep(java.util.Collections.nCopies(8_100, "8100"))).hasSize(8_100);
  }
}
