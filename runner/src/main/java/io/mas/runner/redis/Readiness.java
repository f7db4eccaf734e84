package io.mas.runner.redis;

import java.io.IOException;
import java.time.Duration;

/**
 * Waits until a server that was just started answers.
 *
 * @param toAnswer how long it may take to answer at all
 * @param toLoad how long it may answer that it is loading, as it does while it reads its data
 */
record Readiness(Duration toAnswer, Duration toLoad) {
  /** For a server on this machine, with as much data as fits. */
  static final Readiness USUAL = new Readiness(Duration.ofSeconds(10), Duration.ofMinutes(5));

  private static final Duration PAUSE = Duration.ofMillis(3);
  private static final Duration ONE_TRY = Duration.ofMillis(300);
  private static final Duration ONE_QUESTION = Duration.ofSeconds(2);

  private enum Answer {
    NONE,
    LOADING,
    READY
  }

  /** The end of a server. */
  @FunctionalInterface
  interface End {
    /** Waits for it, but no longer than told; whether it has come. */
    boolean await(Duration limit) throws InterruptedException;
  }

  /** Whether the server became ready; false when it ended instead, or the time was up. */
  boolean await(RedisAddress address, End end) throws InterruptedException {
    long start = System.nanoTime();
    Duration limit = toAnswer;
    while (System.nanoTime() - start < limit.toNanos()) {
      switch (ask(address, ONE_TRY)) {
        case READY -> {
          return true;
        }
        case LOADING -> limit = toLoad;
        case NONE -> {
          // Not yet listening, or a stranger that took the port: the server's end tells which.
        }
      }
      if (end.await(PAUSE)) {
        return false;
      }
    }
    return false;
  }

  /** Whether the server answers now. */
  static boolean answers(RedisAddress address) {
    return ask(address, ONE_QUESTION) == Answer.READY;
  }

  private static Answer ask(RedisAddress address, Duration limit) {
    try (RespConnection connection = RespConnection.open(address.host(), address.port(), limit)) {
      connection.call("AUTH", address.username(), address.password());
      String answer = connection.call("PING");
      if ("PONG".equals(answer)) {
        return Answer.READY;
      }
      return answer != null && answer.startsWith("-LOADING") ? Answer.LOADING : Answer.NONE;
    } catch (IOException | NumberFormatException e) {
      // Nobody there, or somebody who is no Redis.
      return Answer.NONE;
    }
  }
}
