package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.mas.MasException;
import io.mas.Message;
import io.mas.Rejection;
import io.mas.internal.redis.FakeRedis;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.protocol.AgentKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages that fail; one at a time, all on the test's thread. */
@Timeout(30)
class DispatcherTest {
  private static final int ATTEMPTS = 3;

  private final FakeRedis redis = new FakeRedis();
  private final ManualTimer timer = new ManualTimer();
  private final Messages messages = new Messages("echo", "i1", InstantSource.system());
  private final List<String> handled = new ArrayList<>();
  private final List<List<String>> calls = new ArrayList<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean handlerFails;
  private int outages;
  private boolean turnsAreRefused;
  private boolean entriesAreGone;
  private Dispatcher dispatcher;

  private final AgentHooks hooks =
      new AgentHooks() {
        @Override
        public Object agent() {
          return this;
        }

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}

        @Override
        public void onMessage(Message message) {
          handled.add(message.type());
          if (handlerFails) {
            throw new IllegalStateException();
          }
          if (outages > 0) {
            outages--;
            throw new MasException("the state", LinkException.of("HGETALL", new IOException()));
          }
        }

        @Override
        public void onRejected(Rejection rejection) {}

        @Override
        public Map<String, Object> metadata() {
          return Map.of();
        }
      };

  @BeforeEach
  void wire() {
    redis.onCall(this::answer);
    Identity identity = new Identity("echo", "i1", new byte[32], AgentKeys.generate().signer());
    Writer writer = new Writer(redis.link(), identity, new Keys(1), timer, InstantSource.system());
    dispatcher = new Dispatcher(1, tasks::add, timer);
    Invoker invoker = new Invoker(hooks, HandlerTable.of(hooks.getClass()), new PayloadReader());
    TurnRunner runner =
        new TurnRunner(
            "echo/i1",
            true,
            dispatcher,
            invoker,
            new Failures("echo/i1", ATTEMPTS, false, invoker, messages),
            writer,
            new StateCell(redis.link(), "state", "i1"),
            messages,
            new CurrentTurn(),
            timer,
            new TurnReports(
                "echo/i1",
                report -> CompletableFuture.completedFuture(Outcome.DONE),
                messages::now));
    dispatcher.handledBy(runner::handle);
    dispatcher.start();
  }

  private CompletableFuture<?> answer(byte[][] values) {
    List<String> call = new ArrayList<>();
    for (byte[] value : values) {
      call.add(new String(value, StandardCharsets.UTF_8));
    }
    boolean isTurn = !call.get(6).equals("A");
    if (isTurn) {
      calls.add(call);
    }
    if (!isTurn && entriesAreGone) {
      return CompletableFuture.completedFuture("g".getBytes(StandardCharsets.UTF_8));
    }
    boolean buries = call.toString().contains("HANDLER_FAILED");
    if (turnsAreRefused && isTurn && !buries) {
      return CompletableFuture.failedFuture(new RedisCommandExecutionException("ERR no"));
    }
    return CompletableFuture.completedFuture(
        "k".repeat(Integer.parseInt(call.get(5))).getBytes(StandardCharsets.UTF_8));
  }

  private Delivery delivery(int place, String type, int headerBytes) {
    return delivery(place, type, headerBytes, Tries.NONE);
  }

  private Delivery delivery(int place, String type, int headerBytes, Tries tries) {
    Outgoing sent = messages.send("echo", type, 1);
    return new Delivery(
        place,
        Settlement.Source.INBOX,
        place + "-0",
        sent.envelope(),
        new byte[headerBytes],
        sent.payload(),
        null,
        "",
        tries);
  }

  private void accept(List<Delivery> deliveries) {
    dispatcher.enqueue(dispatcher.hold(deliveries));
  }

  private void passTime() {
    for (int i = 0; i < 20; i++) {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      timer.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void whatIsTooLargeForADeadLetterIsBuriedWithoutItsBytesAndTheNextIsHandled() {
    handlerFails = true;
    accept(List.of(delivery(1, "large", 3_000_000)));
    passTime();
    accept(List.of(delivery(2, "next", 10)));
    passTime();
    assertThat(handled).containsExactly("large", "large", "large", "next", "next", "next");
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).toString())
        .contains("java.lang.IllegalStateException; its bytes could not be kept");
    assertThat(dispatcher.load()).isZero();
  }

  @Test
  void aHandlerThatFailsIsTriedAgainInOrderAndCostsNoWorker() {
    handlerFails = true;
    accept(List.of(delivery(1, "a", 10), delivery(2, "b", 10)));
    passTime();
    assertThat(handled).containsExactly("a", "a", "a", "b", "b", "b");
    assertThat(dispatcher.stop()).isCompleted();
  }

  @Test
  void aTurnThatRedisRefusesIsADeadLetterAfterAsManyAttemptsAndInOrder() {
    turnsAreRefused = true;
    accept(List.of(delivery(1, "a", 10), delivery(2, "b", 10)));
    passTime();
    assertThat(handled).containsExactly("a", "a", "a", "b", "b", "b");
    assertThat(calls.get(calls.size() - 1).toString()).contains("HANDLER_FAILED");
    assertThat(dispatcher.load()).isZero();
  }

  @Test
  void aRedisOutOfReachIsNoFailureOfTheHandler() {
    outages = 2 * ATTEMPTS;
    accept(List.of(delivery(1, "patient", 10)));
    passTime();
    assertThat(handled).hasSize(2 * ATTEMPTS + 1);
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).toString()).doesNotContain("HANDLER_FAILED");
    assertThat(dispatcher.load()).isZero();
  }

  @Test
  void whatTurnsOutToBeAnothersIsNotTriedAgain() {
    handlerFails = true;
    entriesAreGone = true;
    accept(List.of(delivery(1, "lost", 10)));
    passTime();
    assertThat(handled).containsExactly("lost");
    assertThat(dispatcher.load()).isZero();
  }

  @Test
  void whatFailedAtAnotherInstanceWaitsUntilItIsDue() {
    String note = "1:1000:" + (messages.now() + 10_000);
    accept(List.of(delivery(1, "early", 10, Tries.takenOver(note))));
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    assertThat(handled).isEmpty();
    assertThat(timer.pending()).isEqualTo(1);
  }

  @Test
  void onceStoppedItHandlesNothingThoughItIsStartedThen() {
    dispatcher.stop();
    dispatcher.start();
    accept(List.of(delivery(1, "late", 10)));
    passTime();
    assertThat(handled).isEmpty();
  }
}
