package io.mas.it.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an agent's user may do, and an example of each command on a key. */
final class AgentCommands {
  /** Stands for the key in an example. */
  private static final String KEY = "KEY";

  /** Commands without a key that are allowed, and those that Redis allows to everybody. */
  static final List<String> KEYLESS =
      List.of(
          "ping", "time", "client|setname", "publish", "hello", "auth", "quit", "reset", "fcall");

  private static final Map<String, List<String>> EXAMPLES = new LinkedHashMap<>();

  static {
    EXAMPLES.put("xadd", List.of("XADD", KEY, "*", "h", "x"));
    EXAMPLES.put("xlen", List.of("XLEN", KEY));
    EXAMPLES.put(
        "xreadgroup", List.of("XREADGROUP", "GROUP", "agents", "one", "STREAMS", KEY, ">"));
    EXAMPLES.put("xack", List.of("XACK", KEY, "agents", "1-1"));
    EXAMPLES.put("xdel", List.of("XDEL", KEY, "1-1"));
    EXAMPLES.put("xpending", List.of("XPENDING", KEY, "agents"));
    EXAMPLES.put("xclaim", List.of("XCLAIM", KEY, "agents", "one", "0", "1-1"));
    EXAMPLES.put("xrange", List.of("XRANGE", KEY, "-", "+"));
    EXAMPLES.put("xinfo|consumers", List.of("XINFO", "CONSUMERS", KEY, "agents"));
    EXAMPLES.put("xgroup|create", List.of("XGROUP", "CREATE", KEY, "agents", "0", "MKSTREAM"));
    EXAMPLES.put("xgroup|delconsumer", List.of("XGROUP", "DELCONSUMER", KEY, "agents", "none"));
    EXAMPLES.put("hget", List.of("HGET", KEY, "f"));
    EXAMPLES.put("hmget", List.of("HMGET", KEY, "f"));
    EXAMPLES.put("hset", List.of("HSET", KEY, "f", "v"));
    EXAMPLES.put("hsetnx", List.of("HSETNX", KEY, "f", "v"));
    EXAMPLES.put("hdel", List.of("HDEL", KEY, "none"));
    EXAMPLES.put("hkeys", List.of("HKEYS", KEY));
    EXAMPLES.put("hgetall", List.of("HGETALL", KEY));
    EXAMPLES.put("zadd", List.of("ZADD", KEY, "0", "m"));
    EXAMPLES.put("zrem", List.of("ZREM", KEY, "none"));
    EXAMPLES.put("zscore", List.of("ZSCORE", KEY, "m"));
    EXAMPLES.put("zcard", List.of("ZCARD", KEY));
    EXAMPLES.put("zrangebyscore", List.of("ZRANGEBYSCORE", KEY, "-inf", "+inf"));
    EXAMPLES.put("zrangebylex", List.of("ZRANGEBYLEX", KEY, "-", "+"));
    EXAMPLES.put("zrevrangebylex", List.of("ZREVRANGEBYLEX", KEY, "+", "-"));
    EXAMPLES.put("zremrangebylex", List.of("ZREMRANGEBYLEX", KEY, "[a", "[b"));
    EXAMPLES.put("exists", List.of("EXISTS", KEY));
    EXAMPLES.put("pexpire", List.of("PEXPIRE", KEY, "600000"));
    EXAMPLES.put("del", List.of("DEL", KEY));
  }

  private AgentCommands() {}

  /** The commands on keys. */
  static List<String> keyed() {
    return List.copyOf(EXAMPLES.keySet());
  }

  /** An example of one on a key. */
  static List<String> example(String command, String key) {
    return EXAMPLES.get(command).stream().map(word -> word.equals(KEY) ? key : word).toList();
  }
}
