package io.mas.internal.redis;

import static java.util.stream.Collectors.joining;

import io.mas.protocol.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The rights of an agent's Redis user: calling our functions on its own keys, what those functions
 * do there, and reading its own streams. Nothing else, and nothing of anybody else's.
 */
public final class AclRules {
  /** The functions that agents call; what they do there, only keys that the caller may write. */
  static final List<String> FUNCTIONS =
      List.of(
          "mas_register",
          "mas_heartbeat",
          "mas_leave",
          "mas_call",
          "mas_settle",
          "mas_renew",
          "mas_sort",
          "mas_takeover",
          "mas_due",
          "mas_tidy");

  private AclRules() {}

  /** The name of an agent's user. */
  public static String userOf(String agent) {
    return "mas-agent-" + agent;
  }

  /** How a password stands in the list of a user's passwords. */
  static String hashOf(String password) {
    return HexFormat.of().formatHex(Digests.sha256(password.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The words of ACL SETUSER that give an agent its rights, in place of all it had. The password is
   * added to those it has: each directory that runs the agent keeps one of its own.
   */
  public static List<String> forAgent(Keys keys, String agent, String password) {
    String outbox = "~" + keys.outbox(agent);
    String sequence = "~" + keys.sequence(agent);
    String state = "~" + keys.state(agent);
    String inbox = "~" + keys.inbox(agent);
    String instanceStreams = "~" + keys.inbox(agent) + ":*";
    String records = "~" + keys.instance(agent, "*");
    String retries = "~" + keys.retries(agent);
    String timers = "~" + keys.timers(agent);
    String delayed = "~" + keys.delayed(agent);
    String lanes = "~" + keys.lanes(agent);
    String order = "~" + keys.order(agent);
    String own =
        String.join(
            " ",
            outbox,
            sequence,
            state,
            inbox,
            instanceStreams,
            records,
            retries,
            timers,
            delayed,
            lanes,
            order);
    int shard = keys.shardOf(agent);
    return List.of(
        "on",
        "sanitize-payload",
        "resetkeys",
        "resetchannels",
        "clearselectors",
        "#" + hashOf(password),
        "-@all",
        "+ping",
        "+time",
        "+hello",
        "+client|setname",
        "+publish",
        "&" + Keys.bell(shard),
        "&" + Keys.registry(shard),
        FUNCTIONS.stream()
            .map(name -> "+fcall|" + name)
            .collect(joining(" ", "(", " " + own + ")")),
        "(+xadd +xlen " + outbox + ")",
        // an instance tells another that its turn has come: what it writes there bears no seal
        "(+xadd " + instanceStreams + ")",
        "(+xreadgroup +xack +xdel +xpending +xgroup|create " + inbox + " " + instanceStreams + ")",
        "(+xclaim +xrange +xinfo|consumers +xgroup|delconsumer " + inbox + ")",
        "(+hget +hmget +hset +hsetnx +hdel +hkeys " + sequence + ")",
        "(+hget +hmget +hset +hdel +hgetall " + state + ")",
        "(+hget +hset +exists " + records + ")",
        "(+del +pexpire +exists " + instanceStreams + " " + records + ")",
        "(+hget +hmget +hset +hdel +hrandfield " + retries + " " + delayed + " " + order + ")",
        "(+zadd +zrem +zscore +zcard +zrangebyscore +zrangebylex +zrevrangebylex +zremrangebylex +zrandmember "
            + timers
            + " "
            + lanes
            + ")",
        "(+hget %R~" + keys.agent(agent) + ")",
        "(+hgetall %R~" + Keys.LAYOUT + ")");
  }
}
