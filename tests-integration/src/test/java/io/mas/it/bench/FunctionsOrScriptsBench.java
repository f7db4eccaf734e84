package io.mas.it.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.mas.internal.redis.FunctionLibrary;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Layout;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.runner.redis.BinaryPreference;
import io.mas.runner.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;

/**
 * Whether the function library costs more than plain scripts: the same mas_call by FCALL and by
 * EVALSHA, in turns of half a second each, ten seconds in all. With one call in flight it shows the
 * latency, with 64 the load on Redis; each call settles one turn that writes state and sends one
 * message of 200 bytes. Run it on an idle machine.
 */
public final class FunctionsOrScriptsBench {
  private static final int ROUNDS = 5;
  private static final Duration SLICE = Duration.ofMillis(500);
  private static final int OUTBOX = 10_000;

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisAsyncCommands<String, byte[]> redis;
  private final String[] keys;
  private final String sha;
  private long call;

  private FunctionsOrScriptsBench(RedisAsyncCommands<String, byte[]> redis, Keys keys)
      throws Exception {
    this.redis = redis;
    this.keys =
        new String[] {
          keys.sequence("a"),
          keys.outbox("a"),
          keys.state("a"),
          keys.inbox("a"),
          keys.instanceStream("a", "i"),
          keys.instance("a", "i")
        };
    this.sha = redis.scriptLoad(asScript().getBytes(StandardCharsets.UTF_8)).get();
    redis.hset(this.keys[0], "i:c", bytes("0")).get();
    redis.hset(this.keys[5], "number", bytes("1")).get();
  }

  /** mas_call and what it needs of the library, as a plain script. */
  private static String asScript() throws IOException {
    return "local chosen\n"
        + "local library = {register_function = function(_, body) chosen = body end}\n"
        + read("prelude")
        + read("call").replace("redis.register_function", "library.register_function")
        + "return chosen(KEYS, ARGV)\n";
  }

  private static String read(String name) throws IOException {
    try (InputStream in = FunctionLibrary.class.getResourceAsStream("lua/" + name + ".lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[][] arguments() {
    call++;
    String payload = "x".repeat(200);
    return List.of(
            "a",
            "i",
            "" + call,
            "mas.bell:{0}",
            "1000000",
            "1",
            "T",
            "0",
            "",
            "",
            "r" + call,
            "1",
            "0",
            "1",
            "seen",
            "1",
            "header of some eighty bytes",
            payload,
            "proof")
        .stream()
        .map(FunctionsOrScriptsBench::bytes)
        .toArray(byte[][]::new);
  }

  private Future<byte[]> start(boolean function) {
    return function
        ? redis.fcall("mas_call", ScriptOutputType.VALUE, keys, arguments())
        : redis.evalsha(sha, ScriptOutputType.VALUE, keys, arguments());
  }

  /** Calls per second. */
  private double slice(boolean function, int inFlight) throws Exception {
    redis.xtrim(keys[1], OUTBOX).get();
    Deque<Future<byte[]>> waiting = new ArrayDeque<>();
    long begin = System.nanoTime();
    long end = begin + SLICE.toNanos();
    long done = 0;
    while (System.nanoTime() < end) {
      while (waiting.size() < inFlight) {
        waiting.add(start(function));
      }
      done += finish(waiting);
    }
    long nanos = System.nanoTime() - begin;
    while (!waiting.isEmpty()) {
      finish(waiting);
    }
    return done * 1e9 / nanos;
  }

  private static int finish(Deque<Future<byte[]>> waiting) throws Exception {
    byte[] answer = waiting.remove().get();
    if (!Arrays.equals(answer, bytes("k"))) {
      throw new IllegalStateException("answered " + new String(answer, StandardCharsets.UTF_8));
    }
    return 1;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void compare(int inFlight) throws Exception {
    List<Double> functions = new ArrayList<>();
    List<Double> scripts = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      functions.add(slice(true, inFlight));
      scripts.add(slice(false, inFlight));
    }
    System.out.printf(
        "%d in flight: FCALL %.0f/s, EVALSHA %.0f/s (medians), ratio %.3f%n",
        inFlight, median(functions), median(scripts), median(functions) / median(scripts));
  }

  /** Measures on the carried Redis, without a disk. */
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedRedis embedded =
            EmbeddedRedis.ephemeral().binary(BinaryPreference.carried()).open();
        RedisServer server = RedisServer.at(embedded.address().url());
        RedisLink admin = server.link()) {
      Keys keys = Layout.prepare(admin);
      RedisClient client = RedisClient.create(embedded.address().url());
      try {
        var bench = new FunctionsOrScriptsBench(client.connect(CODEC).async(), keys);
        bench.slice(true, 64);
        bench.slice(false, 64);
        bench.compare(1);
        bench.compare(64);
      } finally {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      }
    }
  }
}
