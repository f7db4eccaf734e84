package io.mas.internal.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, with the commands that mas uses and no others.
 *
 * <p>Thread-safe; a blocking read needs a connection of its own. Every call ends within the command
 * time-out (a blocking read: within that and its own time) or throws a {@link LinkException}.
 */
public final class RedisLink implements AutoCloseable {
  /** The consumer group of every inbox. */
  public static final String GROUP = "agents";

  private final StatefulRedisConnection<String, byte[]> connection;
  private final RedisAsyncCommands<String, byte[]> commands;

  RedisLink(StatefulRedisConnection<String, byte[]> connection) {
    this.connection = connection;
    this.commands = connection.async();
  }

  /**
   * Waits until the connection takes commands. One that was opened may be lost and made again
   * before its first command, which would then be rejected.
   */
  void awaitReady() {
    long end = System.nanoTime() + RedisServer.COMMAND_TIMEOUT.toNanos();
    while (true) {
      try {
        await("PING", commands.ping());
        return;
      } catch (LinkException e) {
        if (!e.isUnreachable() || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** Calls a function that answers a text. */
  public String callForText(String function, List<String> keys, Arguments arguments) {
    return new String(
        (byte[]) call(function, ScriptOutputType.VALUE, keys, arguments),
        java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Calls a function that answers a number, or a text in which case that is given as text. */
  public Object callForAny(String function, List<String> keys, Arguments arguments) {
    // as a list of one: the client's OBJECT gives a list for a number and fails for a text
    Object answer = ((List<?>) call(function, ScriptOutputType.MULTI, keys, arguments)).get(0);
    return answer instanceof byte[] text
        ? new String(text, java.nio.charset.StandardCharsets.UTF_8)
        : answer;
  }

  /** Calls a function that answers a list of numbers and texts. */
  public List<Object> callForList(String function, List<String> keys, Arguments arguments) {
    List<?> answer = (List<?>) call(function, ScriptOutputType.MULTI, keys, arguments);
    List<Object> plain = new ArrayList<>(answer.size());
    for (Object item : answer) {
      plain.add(
          item instanceof byte[] text
              ? new String(text, java.nio.charset.StandardCharsets.UTF_8)
              : item);
    }
    return plain;
  }

  /** Calls a function that answers a list of numbers and bytes. */
  public List<Object> callForBytes(String function, List<String> keys, Arguments arguments) {
    return await(function, startCallForList(function, keys, arguments));
  }

  /** Starts a call of a function that answers a list of numbers and bytes. */
  public CompletableFuture<List<Object>> startCallForList(
      String function, List<String> keys, Arguments arguments) {
    RedisFuture<List<Object>> answer =
        commands.fcall(
            function, ScriptOutputType.MULTI, keys.toArray(String[]::new), arguments.toArray());
    return answer.toCompletableFuture();
  }

  /** Starts a call of a function that answers a text. */
  public CompletableFuture<String> startCallForText(
      String function, List<String> keys, Arguments arguments) {
    RedisFuture<byte[]> answer =
        commands.fcall(
            function, ScriptOutputType.VALUE, keys.toArray(String[]::new), arguments.toArray());
    return answer
        .toCompletableFuture()
        .thenApply(text -> new String(text, java.nio.charset.StandardCharsets.UTF_8));
  }

  private Object call(
      String function, ScriptOutputType type, List<String> keys, Arguments arguments) {
    return await(
        function,
        commands.<Object>fcall(function, type, keys.toArray(String[]::new), arguments.toArray()));
  }

  /** Loads our functions, in place of those that are there. */
  public void loadFunctions() {
    await("FUNCTION LOAD", commands.functionLoad(FunctionLibrary.source(), true));
  }

  /** Entries after an id, at most so many; started, not awaited. */
  public CompletableFuture<List<Entry>> startRange(String stream, String afterId, int count) {
    if (afterId.equals(StreamIds.LAST)) {
      return CompletableFuture.completedFuture(List.of()); // Redis takes no such range
    }
    return commands
        .xrange(
            stream,
            Range.from(Range.Boundary.excluding(afterId), Range.Boundary.unbounded()),
            Limit.from(count))
        .toCompletableFuture()
        .thenApply(RedisLink::entries);
  }

  /** The entry of an id, if it is there; started, not awaited. */
  public CompletableFuture<List<Entry>> startRange(String stream, String id) {
    return commands
        .xrange(stream, Range.create(id, id))
        .toCompletableFuture()
        .thenApply(RedisLink::entries);
  }

  /**
   * Entries before an id, or from the end where that is null, the newest first; at most so many.
   */
  public List<Entry> rangeBefore(String stream, @Nullable String beforeId, int count) {
    Range<String> range =
        beforeId == null
            ? Range.unbounded()
            : Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(beforeId));
    return entries(await("XREVRANGE", commands.xrevrange(stream, range, Limit.from(count))));
  }

  /** Removes an entry of a stream; whether it was there. */
  public boolean delete(String stream, String id) {
    return await("XDEL", commands.xdel(stream, id)) > 0;
  }

  /** New entries of the streams for a consumer of the group, waiting for some at Redis; started. */
  public CompletableFuture<List<Entry>> startReadGroup(
      String consumer, int count, Duration block, List<String> streams) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    XReadArgs.StreamOffset<String>[] offsets =
        streams.stream()
            .map(XReadArgs.StreamOffset::lastConsumed)
            .toArray(XReadArgs.StreamOffset[]::new);
    return commands
        .xreadgroup(
            Consumer.from(GROUP, consumer), XReadArgs.Builder.count(count).block(block), offsets)
        .toCompletableFuture()
        .thenApply(RedisLink::entries);
  }

  /** What a consumer was given of the streams and has not settled; started, does not wait. */
  public CompletableFuture<List<Entry>> startReadHeld(
      String consumer, int count, Map<String, String> afterIds) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    XReadArgs.StreamOffset<String>[] offsets =
        afterIds.entrySet().stream()
            .map(after -> XReadArgs.StreamOffset.from(after.getKey(), after.getValue()))
            .toArray(XReadArgs.StreamOffset[]::new);
    return commands
        .xreadgroup(Consumer.from(GROUP, consumer), XReadArgs.Builder.count(count), offsets)
        .toCompletableFuture()
        .thenApply(RedisLink::entries);
  }

  /** Makes the group of a stream, and the stream, from its beginning; no harm if it is there. */
  public void createGroup(String stream) {
    try {
      await(
          "XGROUP CREATE",
          commands.xgroupCreate(
              XReadArgs.StreamOffset.from(stream, "0"),
              GROUP,
              XGroupCreateArgs.Builder.mkstream()));
    } catch (LinkException e) {
      if (!String.valueOf(e.getMessage()).contains("BUSYGROUP")) {
        throw e;
      }
    }
  }

  /**
   * An entry that a consumer holds.
   *
   * @param id the entry
   * @param consumer who holds it
   * @param idleMillis since when it has not been renewed
   */
  public record Held(String id, String consumer, long idleMillis) {}

  /** What consumers hold of a stream, the oldest first, after an id and up to another. */
  public List<Held> held(String stream, String after, String upTo, int count) {
    Range<String> range =
        Range.from(Range.Boundary.excluding(after), Range.Boundary.including(upTo));
    return await("XPENDING", commands.xpending(stream, GROUP, range, Limit.from(count))).stream()
        .map(held -> new Held(held.getId(), held.getConsumer(), held.getMsSinceLastDelivery()))
        .toList();
  }

  /** The newest entry of a stream that any consumer holds, or empty. */
  public String lastHeld(String stream) {
    var held = await("XPENDING", commands.xpending(stream, GROUP));
    String last = held.getCount() == 0 ? null : held.getMessageIds().getUpper().getValue();
    return last == null ? "" : last;
  }

  /** The fields of a hash. */
  public Map<String, byte[]> hash(String key) {
    return await("HGETALL", commands.hgetall(key));
  }

  /** A field of a hash, or null. */
  public byte @Nullable [] field(String key, String field) {
    return awaitNullable("HGET", commands.hget(key, field));
  }

  /** Some fields of a hash, those that are there. */
  public Map<String, byte[]> fields(String key, List<String> names) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    await("HMGET", commands.hmget(key, names.toArray(String[]::new)))
        .forEach(field -> field.ifHasValue(value -> found.put(field.getKey(), value)));
    return found;
  }

  /** Sets a field of a hash if it is not there; whether it was set. */
  public boolean setFieldIfAbsent(String key, String field, byte[] value) {
    return await("HSETNX", commands.hsetnx(key, field, value));
  }

  /** Sets fields of a hash. */
  public void setFields(String key, Map<String, byte[]> fields) {
    await("HSET", commands.hset(key, fields));
  }

  /** Number of members of a sorted set. */
  public long cardinality(String key) {
    return await("ZCARD", commands.zcard(key));
  }

  /** The members of a set. */
  public Set<byte[]> members(String key) {
    return await("SMEMBERS", commands.smembers(key));
  }

  /** How long a key still lives, in milliseconds; -2 if it is not there, -1 if it has no end. */
  public CompletableFuture<Long> startTimeToLive(String key) {
    return commands.pttl(key).toCompletableFuture();
  }

  /** Number of entries of a stream; started, not awaited. */
  public CompletableFuture<Long> startLength(String stream) {
    return commands.xlen(stream).toCompletableFuture();
  }

  /** Number of entries of a stream. */
  public long length(String stream) {
    return await("XLEN", commands.xlen(stream));
  }

  /** Tells those who listen to a channel. */
  public void publish(String channel, String text) {
    await(
        "PUBLISH",
        commands.publish(channel, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** Milliseconds since 1970 by the clock of Redis. */
  public long time() {
    List<byte[]> parts = await("TIME", commands.time());
    return Long.parseLong(text(parts.get(0))) * 1000 + Long.parseLong(text(parts.get(1))) / 1000;
  }

  /** A section of what the server says of itself. */
  public String info(String section) {
    return await("INFO", commands.info(section));
  }

  /** Whether a user of Redis may run a command. */
  public boolean userMay(String user, String command, String... arguments) {
    return await("ACL DRYRUN", commands.aclDryRun(user, command, arguments)).equals("OK");
  }

  /** The hashes of a user's passwords; none if there is no such user. */
  public Set<String> passwordsOf(String user) {
    List<Object> said = awaitNullable("ACL GETUSER", commands.aclGetuser(user));
    int at = said == null ? -1 : texts(said).indexOf("passwords");
    return said != null && at >= 0 && said.get(at + 1) instanceof List<?> hashes
        ? Set.copyOf(texts(hashes))
        : Set.of();
  }

  private static List<String> texts(List<?> items) {
    return items.stream()
        .map(item -> item instanceof byte[] bytes ? text(bytes) : String.valueOf(item))
        .toList();
  }

  /** Whether our functions are there. */
  public boolean hasFunctions() {
    return !await("FUNCTION LIST", commands.functionList(FunctionLibrary.NAME)).isEmpty();
  }

  /** Writes the users to the server's ACL file, where it has one. */
  public void saveUsers() {
    try {
      await("ACL SAVE", commands.aclSave());
    } catch (LinkException e) {
      if (!String.valueOf(e.getMessage()).contains("not configured to use an ACL file")) {
        throw e;
      }
    }
  }

  /** Sets a user of Redis; the words are those of ACL SETUSER after the name. */
  public void setUser(String name, List<String> words) {
    var command =
        new io.lettuce.core.protocol.CommandArgs<>(RedisServer.CODEC).add("SETUSER").add(name);
    words.forEach(command::add);
    await(
        "ACL SETUSER",
        commands.dispatch(
            io.lettuce.core.protocol.CommandType.ACL,
            new io.lettuce.core.output.StatusOutput<>(RedisServer.CODEC),
            command));
  }

  /** Ends all connections of a user of Redis. */
  public void disconnect(String user) {
    await("CLIENT KILL", commands.clientKill(KillArgs.Builder.user(user)));
  }

  /** Takes a user of Redis away; whether there was one. */
  public boolean deleteUser(String user) {
    return await("ACL DELUSER", commands.aclDeluser(user)) == 1;
  }

  /** Deletes keys, of one shard. */
  public void deleteKeys(List<String> keys) {
    await("UNLINK", commands.unlink(keys.toArray(String[]::new)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static List<Entry> entries(List<StreamMessage<String, byte[]>> messages) {
    List<Entry> entries = new ArrayList<>(messages.size());
    for (StreamMessage<String, byte[]> message : messages) {
      Map<String, byte[]> body = message.getBody();
      entries.add(new Entry(message.getStream(), message.getId(), body == null ? Map.of() : body));
    }
    return entries;
  }

  private static <T> T await(String what, RedisFuture<T> answer) {
    return await(what, answer.toCompletableFuture());
  }

  @SuppressWarnings("NullAway") // the same wait, for commands whose answer may be nil
  private static <T> @Nullable T awaitNullable(String what, RedisFuture<T> answer) {
    return await(what, answer.toCompletableFuture());
  }

  /** The answer of a command that was started. */
  public static <T> T await(String what, CompletableFuture<T> answer) {
    try {
      return answer.get(RedisServer.COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      throw LinkException.of(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw LinkException.of(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LinkException.of(what, e);
    } catch (java.util.concurrent.CancellationException e) {
      throw LinkException.of(what, e);
    }
  }

  /** Closes the connection. */
  @Override
  public void close() {
    connection.close();
  }
}
