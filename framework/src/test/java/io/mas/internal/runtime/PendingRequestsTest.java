package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.MasException;
import io.mas.Message;
import io.mas.RequestTimeoutException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
  private final ManualTimer timer = new ManualTimer();
  private final PendingRequests pending = new PendingRequests(timer);
  private final UUID id = new UUID(1, 2);
  private final Message reply = message();

  @Test
  void handsAReplyToTheOneWhoWaits() {
    CompletableFuture<Message> waiting = expect(id, 5);
    assertThat(pending.complete(id, reply)).isTrue();
    assertThat(waiting).isCompletedWithValue(reply);
    assertThat(timer.pending()).isZero();
  }

  @Test
  void aReplyThatNobodyWaitsForIsToldSo() {
    expect(id, 5);
    assertThat(pending.complete(new UUID(1, 3), reply)).isFalse();
    assertThat(pending.complete(id, reply)).isTrue();
    assertThat(pending.complete(id, reply)).isFalse();
    assertThat(pending.fail(id, new MasException("x"))).isFalse();
  }

  @Test
  void failsWithATimeoutThatSaysWhatAndHowLong() {
    CompletableFuture<Message> waiting = expect(id, 5);
    timer.advance(Duration.ofMillis(4999));
    assertThat(waiting).isNotDone();
    timer.advance(Duration.ofMillis(1));
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(RequestTimeoutException.class)
        .havingCause()
        .withMessage("the request t to echo was not answered within 5000 ms");
    assertThat(pending.complete(id, reply)).isFalse();
  }

  @Test
  void failsWithWhatItWasRefusedFor() {
    CompletableFuture<Message> waiting = expect(id, 5);
    MasException refusal = new MasException("no");
    assertThat(pending.fail(id, refusal)).isTrue();
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCause(refusal);
    assertThat(timer.pending()).isZero();
  }

  @Test
  void aRequestThatItsCallerGivesUpIsForgotten() {
    expect(id, 5).cancel(false);
    assertThat(pending.complete(id, reply)).isFalse();
    assertThat(timer.pending()).isZero();
  }

  @Test
  void allFailWhenTheInstanceStops() {
    CompletableFuture<Message> one = expect(id, 5);
    CompletableFuture<Message> two = expect(new UUID(1, 3), 5);
    pending.failAll(new MasException("stopped"));
    assertThat(one).isCompletedExceptionally();
    assertThat(two).isCompletedExceptionally();
    assertThat(timer.pending()).isZero();
  }

  /** A handler that is run again asks again, under the same id (P2). */
  @Test
  void theTimeOfAnEarlierTryDoesNotEndALaterOne() {
    CompletableFuture<Message> first = expect(id, 5);
    timer.advance(Duration.ofSeconds(3));
    CompletableFuture<Message> second = expect(id, 5);
    timer.advance(Duration.ofSeconds(2));
    assertThat(first).as("its own time is over").isCompletedExceptionally();
    assertThat(second).isNotDone();

    assertThat(pending.complete(id, reply)).isTrue();
    assertThat(second).isCompletedWithValue(reply);
  }

  private CompletableFuture<Message> expect(UUID request, int seconds) {
    return pending.expect(request, Duration.ofSeconds(seconds), "the request t to echo");
  }

  private static Message message() {
    return (Message)
        Proxy.newProxyInstance(
            Message.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> 1;
                  case "toString" -> "message";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
