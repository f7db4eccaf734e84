package io.mas.internal.redis;

import io.mas.protocol.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The rights of an agent's Redis user: calling our functions on its own keys, what those functions
 * do there, and reading its own streams. Nothing else, and nothing of anybody else's.
 */
public final class AclRules {
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
    String own = String.join(" ", outbox, sequence, state, inbox, instanceStreams, records);
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
        // agents call; what may be called writes only keys that the caller may write
        "(+fcall|mas_register +fcall|mas_heartbeat +fcall|mas_leave +fcall|mas_call +fcall|mas_renew "
            + own
            + ")",
        "(+xadd +xlen " + outbox + ")",
        "(+xreadgroup +xack +xdel +xpending +xgroup|create " + inbox + " " + instanceStreams + ")",
        "(+xclaim +xautoclaim +xgroup|delconsumer " + inbox + ")",
        "(+hget +hmget +hset +hsetnx +hdel " + sequence + ")",
        "(+hget +hset +hdel +hgetall " + state + ")",
        "(+hget +hset +exists " + records + ")",
        "(+del +pexpire " + instanceStreams + " " + records + ")",
        "(+hget %R~" + keys.agent(agent) + ")",
        "(+hgetall %R~" + Keys.LAYOUT + ")");
  }
}
