package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.Keys;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  private final Keys keys = new Keys(4);
  private final List<Doorbell> bells = Stream.generate(Doorbell::new).limit(4).toList();

  private List<String> rung(int shard) throws InterruptedException {
    return bells.get(shard).take(10, 0);
  }

  @Test
  void ringsForAnAgentOfTheShard() throws InterruptedException {
    int shard = keys.shardOf("alice");
    Shards.ring(keys, bells, Keys.bell(shard), "alice");
    assertThat(rung(shard)).containsExactly("alice");
  }

  @Test
  void ignoresARingForAnAgentOfAnotherShard() {
    int other = (keys.shardOf("alice") + 1) % 4;
    Shards.ring(keys, bells, Keys.bell(other), "alice");
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
      Shards.ring(keys, bells, Keys.bell(shard), text);
    }
    assertThat(bells).allMatch(Doorbell::isQuiet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mas.bell:{4}", "mas.bell:{x}", "mas.bell:", "mas.bell:{-1}", "mas.bell:{00}"})
  void ignoresARingForNoShard(String channel) {
    Shards.ring(keys, bells, channel, "alice");
    assertThat(bells).allMatch(Doorbell::isQuiet);
  }
}
