package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingsTest {
  private final Keys keys = new Keys(4);
  private final List<Doorbell> bells = Stream.generate(Doorbell::new).limit(4).toList();
  private final AtomicLong now = new AtomicLong();
  private final Rings rings =
      new Rings(keys, (shard, agent) -> agent.equals("alice"), bells, now::get);

  private List<String> rung(int shard) throws InterruptedException {
    return bells.get(shard).take(10, 0);
  }

  @Test
  void ringsForAnAgentOfTheShard() throws InterruptedException {
    int shard = keys.shardOf("alice");
    rings.ring(Keys.bell(shard), "alice");
    assertThat(rung(shard)).containsExactly("alice");
  }

  @Test
  void ignoresARingForAnAgentOfAnotherShard() {
    int other = (keys.shardOf("alice") + 1) % 4;
    rings.ring(Keys.bell(other), "alice");
    assertThat(bells).allMatch(Doorbell::isQuiet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:b",
        "*",
        "alice\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void ignoresARingForWhatIsNoId(String text) {
    for (int shard = 0; shard < 4; shard++) {
      rings.ring(Keys.bell(shard), text);
    }
    assertThat(bells).allMatch(Doorbell::isQuiet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mas.bell:{4}", "mas.bell:{x}", "mas.bell:", "mas.bell:{-1}", "mas.bell:{00}"})
  void ignoresARingForNoShard(String channel) {
    rings.ring(channel, "alice");
    assertThat(bells).allMatch(Doorbell::isQuiet);
  }

  @Test
  void letsOneStrangerASecondRingAndTheKnownAlways() throws InterruptedException {
    int shard = keys.shardOf("alice");
    List<String> strangers =
        IntStream.range(0, 100)
            .mapToObj(i -> "stranger" + i)
            .filter(name -> keys.shardOf(name) == shard)
            .toList();
    strangers.forEach(name -> rings.ring(Keys.bell(shard), name));
    rings.ring(Keys.bell(shard), "alice");
    assertThat(rung(shard)).containsExactly(strangers.get(0), "alice");

    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    strangers.forEach(name -> rings.ring(Keys.bell(shard), name));
    assertThat(rung(shard)).containsExactly(strangers.get(0));
  }
}
