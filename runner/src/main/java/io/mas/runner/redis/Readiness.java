package io.mas.runner.redis;

import java.io.IOException;
import java.time.Duration;

/** Waits until a server that was just started answers. */
final class Readiness {
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);

  /** A server that reads a large append-only file answers, but only that it is loading. */
  private static final Duration TO_LOAD = Duration.ofMinutes(5);

  private static final Duration PAUSE = Duration.ofMillis(3);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(1);

  private enum Answer {
    NONE,
    LOADING,
    READY
  }

  private Readiness() {}

  /** Whether the server became ready; false when it ended instead, or the time was up. */
  static boolean await(SupervisedServer server, RedisAddress address) throws InterruptedException {
    long start = System.nanoTime();
    Duration limit = TO_ANSWER;
    while (System.nanoTime() - start < limit.toNanos()) {
      switch (ask(address)) {
        case READY -> {
          return true;
        }
        case LOADING -> limit = TO_LOAD;
        case NONE -> {
          // Not yet listening, or a stranger that took the port: the server's end tells which.
        }
      }
      if (server.awaitEnd(PAUSE)) {
        return false;
      }
    }
    return false;
  }

  /** Whether the server answers now. */
  static boolean answers(RedisAddress address) {
    return ask(address) == Answer.READY;
  }

  private static Answer ask(RedisAddress address) {
    try (RespConnection connection =
        RespConnection.open(address.host(), address.port(), ONE_ANSWER)) {
      connection.call("AUTH", address.username(), address.password());
      String answer = connection.call("PING");
      if (answer == null) {
        return Answer.NONE;
      }
      return answer.equals("PONG")
          ? Answer.READY
          : answer.startsWith("-LOADING") ? Answer.LOADING : Answer.NONE;
    } catch (IOException | NumberFormatException e) {
      return Answer.NONE;
    }
  }
}
