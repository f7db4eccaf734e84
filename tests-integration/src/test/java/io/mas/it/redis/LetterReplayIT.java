package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the header of replay.lua says. */
class LetterReplayIT extends OnRealRedis {
  private static final String REPLAYS = "mas.replays:{3}";
  private static final String RELEASED = "mas.released:{3}";
  private static final String OUTBOX = "agent.outbox:{3}:bob";
  private static final String SEQUENCE = "agent.seq:{3}:bob";
  private static final String LETTER = "7:5-1";

  private String replay(Object... values) {
    return link.callForText(
        "mas_replay", List.of(REPLAYS, RELEASED, OUTBOX, SEQUENCE), arguments(values));
  }

  private String begin(String token) {
    return replay("begin", LETTER, token);
  }

  private String release(String token) {
    return replay(
        "release", LETTER, token, "bob", Keys.bell(3), "header", BINARY, "proof", "digest");
  }

  @Test
  void releasesOnceAndListsAndRings() {
    assertThat(begin("t1")).isEqualTo("t1");
    String id = release("t1");
    assertThat(ids(OUTBOX)).containsExactly(id);
    assertThat(entries(OUTBOX).get(0).getBody())
        .isEqualTo(Map.of("h", "header", "p", BINARY, "a", "proof"));
    assertThat(redis.hgetall(RELEASED)).isEqualTo(Map.of("bob:" + id, "7:5-1 digest"));
    assertThat(redis.hget(SEQUENCE, "l")).isEqualTo(id);
    assertThat(rings.heard()).containsExactly(Keys.bell(3) + " bob");

    Map<String, String> then = everything();
    assertThat(release("t1")).isEqualTo("released");
    assertThat(begin("t2")).isEqualTo("released");
    assertThat(release("t2")).isEqualTo("released");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void givesAllWhoBeginTheSameToken() {
    assertThat(begin("t1")).isEqualTo("t1");
    assertThat(begin("t2")).isEqualTo("t1");
    assertThat(release("t2")).isEqualTo("gone");
    assertThat(redis.exists(OUTBOX, RELEASED)).isZero();
  }

  @Test
  void releasesNothingForATokenOfBeforeItWasForgotten() {
    begin("t1");
    release("t1");
    assertThat(replay("forget", LETTER)).isEqualTo("gone");
    assertThat(redis.exists(REPLAYS)).isZero();
    assertThat(release("t1")).isEqualTo("gone");
    assertThat(begin("t2")).isEqualTo("t2");
    assertThat(release("t1")).isEqualTo("gone");
    assertThat(ids(OUTBOX)).hasSize(1);
  }

  @Test
  void keepsLettersApart() {
    begin("t1");
    assertThat(replay("begin", "7:5-2", "t2")).isEqualTo("t2");
    release("t1");
    assertThat(redis.hgetall(REPLAYS)).isEqualTo(Map.of(LETTER, "released", "7:5-2", "t2"));
  }

  @Test
  void writesNothingWhereTheSenderHasSpoiledItsKeys() {
    begin("t1");
    redis.set(OUTBOX, "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(() -> release("t1")).isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
    redis.del(OUTBOX);
    redis.set(SEQUENCE, "spoiled");
    assertThatThrownBy(() -> release("t1")).isInstanceOf(LinkException.class);
    assertThat(redis.exists(OUTBOX, RELEASED)).isZero();
  }
}
