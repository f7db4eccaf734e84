package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the header of approval.lua says. */
class ApprovalIT extends OnRealRedis {
  private static final String HELD = Keys.held(3);
  private static final String APPROVALS = Keys.approvals(3);
  private static final String RELEASED = Keys.released(3);
  private static final String OUTBOX = "agent.outbox:{3}:bob";
  private static final String SEQUENCE = "agent.seq:{3}:bob";

  private String id = "";
  private long until;

  @BeforeEach
  void hold() {
    id = redis.xadd(HELD, Map.of("payload", "p"));
    until = link.time() + 60_000;
    redis.hset(APPROVALS, id, until + " 12 bob k1");
  }

  private String deny(String why) {
    return link.callForText("mas_deny", List.of(APPROVALS), arguments(id, why));
  }

  private String approve() {
    return link.callForText(
        "mas_approval",
        List.of(HELD, APPROVALS, RELEASED, OUTBOX, SEQUENCE),
        arguments(id, "bob", Keys.bell(3), "header", BINARY, "proof", "digest", "Ana K."));
  }

  @Test
  void releasesOnceAndListsByWhomAndRings() {
    long before = link.time();
    String entry = approve();
    assertThat(ids(OUTBOX)).containsExactly(entry);
    assertThat(entries(OUTBOX).get(0).getBody())
        .isEqualTo(Map.of("h", "header", "p", BINARY, "a", "proof"));
    String listing = redis.hget(RELEASED, "bob:" + entry);
    assertThat(listing).startsWith("h" + id + " digest ").endsWith(" k1 Ana K.");
    assertThat(Long.parseLong(listing.split(" ", -1)[2])).isBetween(before, link.time());
    assertThat(redis.hget(SEQUENCE, "l")).isEqualTo(entry);
    assertThat(rings.heard()).containsExactly(Keys.bell(3) + " bob");
    assertThat(redis.exists(APPROVALS)).isZero();
    assertThat(ids(HELD)).isEmpty();

    Map<String, String> then = everything();
    assertThat(approve()).isEqualTo("gone");
    assertThat(deny("denied by eve")).isEqualTo("gone");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void takesTheFirstWordAlone() {
    assertThat(deny("denied by ana: too much")).isEqualTo("denied");
    assertThat(redis.hget(APPROVALS, id)).isEqualTo(until + " 12 bob k1 denied by ana: too much");
    Map<String, String> then = everything();
    assertThat(approve()).isEqualTo("denied");
    assertThat(deny("denied by eve")).isEqualTo("denied");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void takesNoWordOnWhatCannotBeRead() {
    redis.hset(APPROVALS, id, "spoiled");
    Map<String, String> then = everything();
    assertThat(approve()).isEqualTo("denied");
    assertThat(deny("denied by ana")).isEqualTo("denied");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void takesNoWordWhenTheTimeIsOver() {
    redis.hset(APPROVALS, id, link.time() + " 12 bob k1");
    Map<String, String> then = everything();
    assertThat(approve()).isEqualTo("late");
    assertThat(deny("denied by ana")).isEqualTo("late");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void writesNothingWhereTheSenderHasSpoiledItsKeys() {
    redis.set(OUTBOX, "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(this::approve).isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
    redis.del(OUTBOX);
    redis.set(SEQUENCE, "spoiled");
    assertThatThrownBy(this::approve).isInstanceOf(LinkException.class);
    assertThat(redis.exists(OUTBOX, RELEASED)).isZero();
    assertThat(ids(HELD)).containsExactly(id);
  }
}
