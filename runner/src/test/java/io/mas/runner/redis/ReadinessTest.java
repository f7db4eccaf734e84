package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadinessTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void waitsLongerForAServerThatIsLoading() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    long start = System.nanoTime();
    try (FakeRedis redis =
        new FakeRedis(
            command ->
                !command.equals("PING")
                    ? "+OK\r\n"
                    : System.nanoTime() - start < 2 * SHORT.toNanos()
                        ? loading(questions)
                        : "+PONG\r\n")) {
      assertThat(new Readiness(SHORT, LONG).await(redis.address(), this::ended)).isTrue();
      assertThat(questions).hasPositiveValue();
    }
  }

  @Test
  void givesUpOnAServerThatLoadsForTooLong() throws Exception {
    try (FakeRedis redis = new FakeRedis(command -> "-LOADING still\r\n")) {
      assertThat(new Readiness(SHORT, SHORT).await(redis.address(), this::ended)).isFalse();
    }
  }

  @Test
  void givesUpOnAServerThatDoesNotKnowThePassword() throws Exception {
    try (FakeRedis redis = new FakeRedis(command -> "-NOAUTH\r\n")) {
      assertThat(new Readiness(SHORT, LONG).await(redis.address(), this::ended)).isFalse();
    }
  }

  @Test
  void givesUpAtOnceOnAServerThatHasEnded() throws Exception {
    end.countDown();
    var nobody = new RedisAddress("127.0.0.1", OwnServer.freePort(), "u", "p");

    assertThat(new Readiness(LONG, LONG).await(nobody, this::ended)).isFalse();
  }

  private static String loading(AtomicInteger questions) {
    questions.incrementAndGet();
    return "-LOADING Redis is loading the dataset in memory\r\n";
  }

  private boolean ended(Duration limit) throws InterruptedException {
    return end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
