package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandTimeoutException;
import io.mas.internal.redis.FakeRedis;
import io.mas.internal.redis.Keys;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent when. What Redis makes of it is the matter of tests with a Redis. */
class WriterTest {
  /** Where the header of the first message stands in a call of plain sends. */
  private static final int HEADER = 8;

  private static final Duration OUTAGE = Duration.ofMinutes(6);

  private final FakeRedis redis = new FakeRedis();
  private final ManualTimer timer = new ManualTimer();
  private final List<byte[][]> calls = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
  private final InstantSource clock = () -> now;
  private final Messages messages = new Messages("echo", "i1", clock);
  private final Writer writer =
      new Writer(
          redis.link(),
          new Identity("echo", "i1", new byte[32], AgentKeys.generate().signer()),
          new Keys(1),
          timer,
          clock);
  private boolean answers = true;

  @BeforeEach
  void answer() {
    redis.onCall(
        values -> {
          calls.add(values);
          return answers
              ? CompletableFuture.completedFuture("k".getBytes(StandardCharsets.UTF_8))
              : CompletableFuture.failedFuture(new RedisCommandTimeoutException());
        });
  }

  private Outgoing message() {
    return messages.send("other", "greeting", Map.of());
  }

  private Envelope sent(int call) throws ProtocolException {
    return EnvelopeCodec.decode(calls.get(call)[HEADER]);
  }

  @Test
  void aMessageBearsTheTimeAtWhichItLeaves() throws ProtocolException {
    Outgoing made = message();
    now = now.plus(OUTAGE); // its turn has taken so long
    writer.send(List.of(made));
    assertThat(sent(0).timestamp()).isEqualTo(now.toEpochMilli());
  }

  @Test
  void aCallThatIsMadeAgainAfterLongBearsTheTimeOfThen() throws ProtocolException {
    answers = false;
    CompletableFuture<Outcome> outcome = writer.send(List.of(message()));
    now = now.plus(OUTAGE);
    answers = true;
    timer.advance(OUTAGE);
    assertThat(outcome).isCompletedWithValue(Outcome.DONE);
    Envelope last = sent(calls.size() - 1);
    assertThat(last.timestamp()).isEqualTo(now.toEpochMilli());
    assertThat(last.sequence()).isEqualTo(sent(0).sequence());
    assertThat(last.id()).isEqualTo(sent(0).id());
  }

  @Test
  void aCallThatIsMadeAgainSoonIsTheSame() {
    answers = false;
    writer.send(List.of(message()));
    now = now.plusSeconds(1);
    timer.advance(Duration.ofSeconds(1));
    assertThat(calls).hasSizeGreaterThan(1);
    assertThat(calls.get(1)).isDeepEqualTo(calls.get(0));
  }

  @Test
  void whatFollowsACallThatWasSignedAnewHasHigherNumbers() throws ProtocolException {
    answers = false;
    writer.send(List.of(message()));
    now = now.plus(OUTAGE);
    answers = true;
    timer.advance(OUTAGE);
    long before = sent(calls.size() - 1).sequence();
    writer.send(List.of(message()));
    assertThat(sent(calls.size() - 1).sequence()).isGreaterThan(before);
  }
}
