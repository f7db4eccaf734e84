package io.mas.runner.redis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process with an embedded Redis, for the tests that kill it: says where its server is, and on an
 * orderly end, whether the server still answered when its own work was done.
 */
final class EmbeddedRedisMain {
  private EmbeddedRedisMain() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedRedisBuilder builder =
        EmbeddedRedis.in(Path.of(arguments[0])).binary(BinaryPreference.carried());
    if (arguments[1].equals("without-setsid")) {
      builder.withoutSetsid();
    }
    EmbeddedRedis redis = builder.open();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(redis)));
    say("pid " + ProcessHandle.current().pid());
    say("server " + redis.pid().orElse(-1L));
    while (System.in.read() >= 0) {
      // Nothing is sent; the process lives until it is killed or its input ends.
    }
  }

  private static void end(EmbeddedRedis redis) {
    // A write after the signal, as agents make that finish their turn.
    say("in order " + write(redis));
    redis.close();
    say("closed " + !redis.isRunning());
  }

  private static String write(EmbeddedRedis redis) {
    ProcessHandle server = ProcessHandle.of(redis.pid().orElseThrow()).orElseThrow();
    try {
      // The signal reached the whole group at once: a server that had got it would end now.
      server.onExit().get(500, TimeUnit.MILLISECONDS);
      return "the server ended before its time";
    } catch (TimeoutException expected) {
      return set(redis.address());
    } catch (InterruptedException | ExecutionException e) {
      return e.toString();
    }
  }

  private static String set(RedisAddress address) {
    try {
      return EmbeddedRedisTest.call(address, "SET", "last", "written");
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
