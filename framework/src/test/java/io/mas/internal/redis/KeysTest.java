package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of architecture.md, to the letter. */
class KeysTest {
  private final Keys keys = new Keys(16);
  private final int shard = Crc16.of("echo") % 16;
  private final String tag = "{" + shard + "}";

  @Test
  void keysOfAnAgentAreThoseOfTheTable() {
    assertThat(keys.agent("echo")).isEqualTo("agent:" + tag + ":echo");
    assertThat(keys.instance("echo", "i1")).isEqualTo("agent:" + tag + ":echo:instance:i1");
    assertThat(keys.state("echo")).isEqualTo("agent.state:" + tag + ":echo");
    assertThat(keys.outbox("echo")).isEqualTo("agent.outbox:" + tag + ":echo");
    assertThat(keys.sequence("echo")).isEqualTo("agent.seq:" + tag + ":echo");
    assertThat(keys.inbox("echo")).isEqualTo("agent.stream:" + tag + ":echo");
    assertThat(keys.instanceStream("echo", "i1")).isEqualTo("agent.stream:" + tag + ":echo:i1");
    assertThat(keys.marks("echo")).isEqualTo("agent.marks:" + tag + ":echo");
  }

  @Test
  void keysOfAShardAreThoseOfTheTable() {
    assertThat(Keys.agents(7)).isEqualTo("mas.agents:{7}");
    assertThat(Keys.agentKeys(7)).isEqualTo("mas.keys:{7}");
    assertThat(Keys.lease(7)).isEqualTo("mas.lease:{7}");
    assertThat(Keys.cursor(7)).isEqualTo("mas.cursor:{7}");
    assertThat(Keys.due(7)).isEqualTo("mas.due:{7}");
    assertThat(Keys.ledger(7)).isEqualTo("mas.seq:{7}");
    assertThat(Keys.audit(7)).isEqualTo("audit:messages:{7}");
    assertThat(Keys.deadLetters(7)).isEqualTo("dlq:messages:{7}");
    assertThat(Keys.released(7)).isEqualTo("mas.released:{7}");
    assertThat(Keys.replays(7)).isEqualTo("mas.replays:{7}");
    assertThat(Keys.LAYOUT).isEqualTo("mas:layout");
  }

  @Test
  void theShardIsCrc16OfTheIdModuloShards() {
    assertThat(keys.shardOf("123456789")).isEqualTo(0x31C3 % 16);
    assertThat(new Keys(1).shardOf("echo")).isZero();
    assertThat(keys.shards()).isEqualTo(16);
  }

  /** A script reaches all keys of an agent and of its shard: they hash to one slot of a Cluster. */
  @Property
  void allKeysOfAnAgentLieInOneSlot(
      @ForAll @AlphaChars @StringLength(min = 1, max = 64) String agent) {
    int at = keys.shardOf(agent);
    int slot = SlotHash.getSlot(Keys.lease(at));
    assertThat(
            List.of(
                keys.agent(agent),
                keys.instance(agent, "i1"),
                keys.state(agent),
                keys.outbox(agent),
                keys.sequence(agent),
                keys.inbox(agent),
                keys.instanceStream(agent, "i1"),
                keys.marks(agent),
                Keys.agents(at),
                Keys.agentKeys(at),
                Keys.cursor(at),
                Keys.due(at),
                Keys.ledger(at),
                Keys.audit(at),
                Keys.deadLetters(at),
                Keys.released(at),
                Keys.replays(at)))
        .allSatisfy(key -> assertThat(SlotHash.getSlot(key)).as(key).isEqualTo(slot))
        .doesNotHaveDuplicates();
  }

  @Property
  void crc16IsThatOfRedisCluster(@ForAll String text) {
    assertThat(Crc16.of("x" + text.replace("{", "")) & 16383)
        .isEqualTo(SlotHash.getSlot("x" + text.replace("{", "")));
  }

  @ParameterizedTest
  @CsvSource({"123456789, 0x31C3", "'', 0", "foo, 0xAF96", "A, 0x58E5"})
  void crc16IsXmodem(String text, String crc) {
    assertThat(Crc16.of(text)).isEqualTo(Integer.decode(crc));
  }

  @Test
  void knownSlotsOfRedisCluster() {
    assertThat(Crc16.of("foo") & 16383).isEqualTo(12182);
    assertThat(Crc16.of("bar") & 16383).isEqualTo(5061);
    assertThat(Crc16.of("hello") & 16383).isEqualTo(866);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 16_385})
  void refusesAShardCountThatIsNone(int shards) {
    assertThatThrownBy(() -> new Keys(shards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards must be 1 to 16384, not " + shards);
  }
}
