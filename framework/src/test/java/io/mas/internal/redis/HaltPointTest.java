package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HaltPointTest {
  private final AtomicInteger halts = new AtomicInteger();

  private HaltPoint point(String setting) {
    return HaltPoint.of(setting, halts::incrementAndGet);
  }

  private static RedisCommand<String, byte[], byte[]> call(String function) {
    return new Command<>(
        CommandType.FCALL,
        new ValueOutput<>(RedisServer.CODEC),
        new CommandArgs<>(RedisServer.CODEC).add(function).add(1).addKey("key"));
  }

  private static RedisCommand<String, byte[], String> ping() {
    return new Command<>(CommandType.PING, new StatusOutput<>(RedisServer.CODEC));
  }

  @Test
  void haltsBeforeTheNumberedCallOfItsFunctionAndOfNoOther() {
    HaltPoint point = point("before:mas_commit:2");
    point.pass(call("mas_commit"));
    point.pass(call("mas_deliver"));
    point.pass(ping());
    assertThat(halts).hasValue(0);
    point.pass(call("mas_commit"));
    assertThat(halts).hasValue(1);
    point.pass(call("mas_commit"));
    assertThat(halts).hasValue(1);
  }

  @Test
  void haltsWhenTheAnswerHasComeAndBeforeAnybodySeesIt() {
    HaltPoint point = point("after:ping:1");
    RedisCommand<String, byte[], String> ping = ping();
    RedisCommand<String, byte[], String> passed = point.pass(ping);
    assertThat(halts).hasValue(0);
    passed.complete();
    assertThat(halts).hasValue(1);
  }

  @Test
  void leavesEveryOtherCommandAsItIs() {
    RedisCommand<String, byte[], String> ping = ping();
    assertThat(point("after:PING:2").pass(ping)).isSameAs(ping);
    assertThat(point("after:mas_call:1").pass(ping)).isSameAs(ping);
  }

  @Test
  void refusesASettingThatNamesNoStep() {
    for (String wrong :
        new String[] {"", "mas_call", "before:mas_call", "after:mas_call:0", "x:y:1"}) {
      assertThatThrownBy(() -> point(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "mas.halt is '"
                  + wrong
                  + "'; expected before:NAME:COUNT or after:NAME:COUNT, such as before:mas_commit:3");
    }
  }

  @Test
  void isNotThereUnlessItIsAskedFor() {
    assertThat(HaltPoint.ofSystemProperty()).isNull();
  }
}
