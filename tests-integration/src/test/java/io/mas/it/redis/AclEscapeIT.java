package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.mas.AgentCredentials;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.Provisioner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent's Redis user tries everything there is (P4, F44). */
class AclEscapeIT extends OnRealRedis {
  private static final String SELF = "mallory";
  private static final List<String> OWN_FUNCTIONS =
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

  /** An agent of the same shard, whose name begins with this one's. */
  private String neighbour;

  /** An agent of another shard. */
  private String stranger;

  private RedisCommands<String, String> mallory;

  @BeforeEach
  void provision() {
    neighbour = inSameShard(true);
    stranger = inSameShard(false);
    Provisioner provisioner = new Provisioner(link, keys, true);
    AgentCredentials credentials = provisioner.provision(SELF);
    provisioner.provision(neighbour);
    provisioner.provision(stranger);
    redis.hset(Keys.POLICY, "f", "v");
    redis.hset(Keys.RESTRICTIONS, "f", "v");
    for (String agent : List.of(SELF, neighbour, stranger)) {
      fill(agent);
    }
    mallory = connectAs(AclRules.userOf(SELF), credentials.redisPassword().orElseThrow());
  }

  private String inSameShard(boolean same) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> SELF + i)
        .filter(name -> (keys.shardOf(name) == keys.shardOf(SELF)) == same)
        .findFirst()
        .orElseThrow();
  }

  private void fill(String agent) {
    streams(agent).forEach(link::createGroup);
    hashes(agent).forEach(key -> redis.hset(key, "f", "v"));
    int shard = keys.shardOf(agent);
    for (String key :
        List.of(
            Keys.lease(shard),
            Keys.cursor(shard),
            Keys.due(shard),
            Keys.ledger(shard),
            Keys.released(shard),
            Keys.replays(shard),
            Keys.approvals(shard))) {
      redis.hset(key, "f", "v");
    }
    link.createGroup(Keys.audit(shard));
    link.createGroup(Keys.deadLetters(shard));
  }

  private List<String> streams(String agent) {
    return List.of(keys.outbox(agent), keys.inbox(agent), keys.instanceStream(agent, "one"));
  }

  private List<String> hashes(String agent) {
    return List.of(
        keys.sequence(agent),
        keys.state(agent),
        keys.retries(agent),
        keys.delayed(agent),
        keys.order(agent),
        keys.instance(agent, "one"),
        keys.marks(agent),
        keys.agent(agent));
  }

  private List<String> ofGateway(int shard) {
    return List.of(
        Keys.agents(shard),
        Keys.agentKeys(shard),
        Keys.lease(shard),
        Keys.cursor(shard),
        Keys.due(shard),
        Keys.ledger(shard),
        Keys.released(shard),
        Keys.replays(shard),
        Keys.limits(shard),
        Keys.quotas(shard),
        Keys.breakers(shard),
        Keys.held(shard),
        Keys.approvals(shard),
        Keys.audit(shard),
        "audit:security_events:{" + shard + "}",
        Keys.deadLetters(shard));
  }

  /** All keys that are not this agent's to use. */
  private List<String> foreign() {
    List<String> all = new ArrayList<>();
    for (String agent : List.of(neighbour, stranger)) {
      all.addAll(streams(agent));
      all.addAll(hashes(agent));
      all.addAll(ofGateway(keys.shardOf(agent)));
    }
    all.addAll(List.of(Keys.GATEWAY, Keys.POLICY, Keys.RESTRICTIONS, keys.marks(SELF)));
    all.addAll(List.of("anything", keys.outbox(SELF) + ":x", keys.state(SELF) + "x"));
    return all;
  }

  // ---- commands

  @Test
  void refusesEveryCommandThatIsNotOnTheList() {
    List<String> allowed = new ArrayList<>();
    int tried = 0;
    for (Command command : Command.all(redis)) {
      if (!AgentCommands.KEYLESS.contains(command.name())) {
        tried++;
        if (!isRefused(command.words(keys.outbox(SELF)))) {
          allowed.add(command.name());
        }
      }
    }
    System.out.println(tried + " commands tried; allowed on keys: " + allowed);
    assertThat(tried).isGreaterThan(300);
    assertThat(allowed).isSubsetOf(AgentCommands.keyed());
  }

  private boolean isRefused(List<String> words) {
    String answer = Raw.send(mallory, words);
    if (answer.startsWith("NOPERM") || answer.startsWith("EXECABORT")) {
      return answer.contains("NOPERM");
    }
    // the server refuses some to everybody, before it asks for rights
    return answer.contains("command not allowed. If")
        && redis
            .aclDryRun(AclRules.userOf(SELF), words.get(0), words.get(1), "x")
            .contains("no permissions");
  }

  @Test
  void allowsOnEachOfItsOwnKeysWhatItsPartNeedsAndNoMore() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put(keys.outbox(SELF), "xadd xlen");
    expected.put(
        keys.inbox(SELF),
        "xreadgroup xack xdel xpending xclaim xrange xinfo|consumers xgroup|create xgroup|delconsumer");
    expected.put(
        keys.instanceStream(SELF, "one"),
        "xadd xreadgroup xack xdel xpending xgroup|create exists pexpire del");
    expected.put(keys.sequence(SELF), "hget hmget hset hsetnx hdel hkeys");
    expected.put(keys.state(SELF), "hget hmget hset hdel hgetall");
    for (String hash : List.of(keys.retries(SELF), keys.delayed(SELF), keys.order(SELF))) {
      expected.put(hash, "hget hmget hset hdel");
    }
    for (String sorted : List.of(keys.timers(SELF), keys.lanes(SELF))) {
      expected.put(
          sorted, "zadd zrem zscore zcard zrangebyscore zrangebylex zrevrangebylex zremrangebylex");
    }
    expected.put(keys.instance(SELF, "one"), "hget hset exists pexpire del");
    expected.put(keys.agent(SELF), "hget");
    expected.put(keys.marks(SELF), "");
    expected.put(Keys.LAYOUT, "hgetall");
    Map<String, String> found = new LinkedHashMap<>();
    for (String key : expected.keySet()) {
      found.put(
          key,
          String.join(
              " ",
              AgentCommands.keyed().stream()
                  .filter(name -> !Raw.isRefused(mallory, AgentCommands.example(name, key)))
                  .toList()));
    }
    found.forEach((key, commands) -> System.out.printf("%-40s %s%n", key, commands));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void refusesEveryCommandOnKeysOfOthersAndOfTheGateway() {
    Map<String, String> then = everything();
    EscapeTable table = new EscapeTable();
    List<Command> others =
        Command.all(redis).stream()
            .filter(Command::takesKeys)
            .filter(command -> !AgentCommands.keyed().contains(command.name()))
            .toList();
    for (String key : foreign()) {
      for (String command : AgentCommands.keyed()) {
        boolean refused = Raw.isRefused(mallory, AgentCommands.example(command, key));
        table.note(key, EscapeTable.familyOf(command), command, refused);
      }
      for (Command command : others) {
        table.note(key, "every other", command.name(), isRefused(command.words(key)));
      }
    }
    table.report().print();
    assertThat(table.passed()).isEmpty();
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void refusesACommandOnItsOwnKeyTogetherWithAnothers() {
    String own = keys.instanceStream(SELF, "one");
    String other = keys.instanceStream(neighbour, "one");
    for (List<String> words :
        List.of(
            List.of("DEL", own, other),
            List.of("DEL", other, own),
            List.of("XREADGROUP", "GROUP", "agents", "one", "STREAMS", own, other, ">", ">"))) {
      assertThat(Raw.send(mallory, words)).startsWith("NOPERM");
    }
    assertThat(redis.exists(own, other)).isEqualTo(2);
  }

  // ---- channels

  @Test
  void ringsOnlyTheBellsOfItsOwnShard() {
    int shard = keys.shardOf(SELF);
    int other = keys.shardOf(stranger);
    assertThat(Raw.send(mallory, List.of("PUBLISH", Keys.bell(shard), SELF))).doesNotContain("NO");
    assertThat(Raw.send(mallory, List.of("PUBLISH", Keys.registry(shard), SELF)))
        .doesNotContain("NO");
    rings.heard();
    for (String channel :
        List.of(Keys.bell(other), Keys.registry(other), Keys.SYSTEM_EVENTS, "mas.bell:*", "x")) {
      assertThat(Raw.send(mallory, List.of("PUBLISH", channel, SELF))).startsWith("NOPERM");
    }
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  void ringsNoOtherBellThroughAFunction() {
    String bell = Keys.bell(keys.shardOf(stranger));
    redis.hset(keys.sequence(SELF), "one:c", "0");
    List<String> words = call("mas_call", Call.keys(keys, SELF, "one"));
    words.addAll(List.of(SELF, "one", "1", bell, "10", "1", "S", "1", "h", "p", "a"));
    assertThat(Raw.send(mallory, words)).contains("can't publish");
    assertThat(rings.heard()).isEmpty();
  }

  // ---- functions

  private static List<String> call(String function, List<String> onKeys) {
    List<String> words = new ArrayList<>(List.of("FCALL", function, "" + onKeys.size()));
    words.addAll(onKeys);
    return words;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mas_lease",
        "mas_release",
        "mas_commit",
        "mas_quota",
        "mas_permit",
        "mas_breaker",
        "mas_oldest",
        "mas_deliver",
        "mas_sweep",
        "mas_unpark",
        "mas_provision",
        "mas_replay",
        "mas_approval",
        "mas_deny",
        "mas_restrain"
      })
  void callsNoFunctionOfTheGateway(String function) {
    for (String name : List.of(function, function.toUpperCase(Locale.ROOT))) {
      for (List<String> on : List.of(List.<String>of(), List.of(keys.state(SELF)))) {
        assertThat(Raw.send(mallory, call(name, on))).startsWith("NOPERM");
        List<String> readOnly = call(name, on);
        readOnly.set(0, "FCALL_RO");
        assertThat(Raw.send(mallory, readOnly)).startsWith("NOPERM");
      }
    }
  }

  @Test
  void callsNoFunctionWithKeysOfOthers() {
    Map<String, String> then = everything();
    List<String> passed = new ArrayList<>();
    for (String function : OWN_FUNCTIONS) {
      for (int place = 0; place < 11; place++) {
        for (String key : foreign()) {
          List<String> with = new ArrayList<>(Call.keys(keys, SELF, "one"));
          with.set(place, key);
          if (!Raw.isRefused(mallory, call(function, with))) {
            passed.add(function + " with " + key + " as key " + (place + 1));
          }
        }
      }
    }
    assertThat(passed).isEmpty();
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void gainsNoRightByItsKeysInAnotherOrder() {
    String record = keys.instance(SELF, "one");
    String outbox = keys.outbox(SELF);
    redis.hset(outbox + ":none", "f", "v");
    List<String> leave =
        call(
            "mas_leave",
            List.of(record, outbox, keys.sequence(SELF), keys.state(SELF), keys.inbox(SELF)));
    int shard = keys.shardOf(SELF);
    leave.addAll(List.of(SELF, "one", Keys.bell(shard), Keys.registry(shard), "h", "p", "a"));
    assertThat(Raw.send(mallory, leave)).contains("can't access");
    assertThat(redis.exists(keys.state(SELF), record)).isEqualTo(2);
  }

  // ---- who is let in

  @Test
  void letsNobodyInWithoutAPasswordOrWithAnothers() {
    assertThat(Raw.send(mallory, List.of("AUTH", "default", ""))).startsWith("WRONGPASS");
    assertThat(Raw.send(mallory, List.of("AUTH", AclRules.userOf(neighbour), "x")))
        .startsWith("WRONGPASS");
    assertThat(Raw.send(mallory, List.of("RESET"))).contains("RESET");
    for (List<String> words : List.of(List.of("PING"), List.of("GET", "x"), List.of("HELLO"))) {
      assertThat(Raw.send(mallory, words)).startsWith("NOAUTH");
    }
  }

  /** A command of Redis, or a subcommand: {@code config|get}. */
  private record Command(String name, int arity, boolean takesKeys) {
    static List<Command> all(RedisCommands<String, String> redis) {
      List<Command> all = new ArrayList<>();
      redis.command().forEach(described -> add(all, (List<?>) described));
      return all;
    }

    private static void add(List<Command> to, List<?> described) {
      List<?> subcommands = (List<?>) described.get(9);
      if (subcommands.isEmpty()) {
        to.add(
            new Command(
                described.get(0).toString().toLowerCase(Locale.ROOT),
                ((Long) described.get(1)).intValue(),
                ((Long) described.get(3)) > 0));
      }
      subcommands.forEach(subcommand -> add(to, (List<?>) subcommand));
    }

    /** As many words as it takes, the key for all. */
    List<String> words(String key) {
      List<String> words = new ArrayList<>(List.of(name.split("\\|", -1)));
      words.addAll(Collections.nCopies(Math.max(0, Math.abs(arity) - words.size()), key));
      return words;
    }
  }
}
