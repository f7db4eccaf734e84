package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Very many requests, of which every second one is never answered. */
class F12ReplyStreamsIT {
  private static final int REQUESTS = 100_000;
  private static final int AT_ONCE = 2_000;

  static final class Answering extends Agent<Void> {
    @On("answered")
    void answered(Message message) {
      message.reply("answer", Map.of());
    }

    @On("silent")
    void silent() {}
  }

  @Test
  void leaveNoKeyBehind() throws Exception {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      Listener asking = new Listener();
      system.allow("asking", "answering");
      system.run("answering", new Answering());
      system.run("asking", asking);
      ask(asking, AT_ONCE);
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      long keys = wire.redis().dbsize();
      int answered = ask(asking, REQUESTS);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      Report.of("F12")
          .with("requests", REQUESTS)
          .with("answered", answered)
          .with("timed_out", REQUESTS - answered)
          .with("keys_before", keys)
          .with("keys_after", wire.redis().dbsize())
          .print();
      assertThat(answered).isEqualTo(REQUESTS / 2);
      assertThat(wire.redis().dbsize()).isEqualTo(keys);
    }
  }

  /** Asks so often; how many were answered. */
  private static int ask(Listener asking, int requests) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE);
    AtomicInteger answered = new AtomicInteger();
    for (int i = 0; i < requests; i++) {
      room.acquire();
      boolean silent = i % 2 == 0;
      asking
          .requestAsync(
              "answering",
              silent ? "silent" : "answered",
              Map.of(),
              silent ? Duration.ofMillis(100) : Duration.ofSeconds(30))
          .whenComplete(
              (reply, error) -> {
                if (error == null) {
                  answered.incrementAndGet();
                }
                room.release();
              });
    }
    room.acquire(AT_ONCE);
    return answered.get();
  }
}
