package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentRecord;
import io.mas.AgentSettings;
import io.mas.MasException;
import io.mas.Message;
import io.mas.RequestTimeoutException;
import io.mas.StateConflictException;
import io.mas.internal.AgentContext;
import io.mas.protocol.Json;
import io.mas.protocol.MessageId;
import io.mas.protocol.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An agent's methods, for one instance: within a turn they collect, outside of one they act. */
final class InstanceContext implements AgentContext {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration MAX_TIMEOUT = Duration.ofDays(7);
  private static final Duration MAX_DELAY = Duration.ofDays(366);
  private static final Duration MAX_CONFLICT = Duration.ofSeconds(30);

  private final AgentSettings settings;
  private final String instance;
  private final StateType stateType;
  private final Messages messages;
  private final Writer writer;
  private final StateCell cell;
  private final CurrentTurn current;
  private final PendingRequests pending;
  private final Dispatcher dispatcher;
  private final TimerMover timers;
  private final DelayedMessages delayed;
  private final Executor callbacks;

  InstanceContext(
      AgentSettings settings,
      String instance,
      StateType stateType,
      Messages messages,
      Writer writer,
      StateCell cell,
      CurrentTurn current,
      PendingRequests pending,
      Dispatcher dispatcher,
      TimerMover timers,
      DelayedMessages delayed,
      Executor callbacks) {
    this.settings = settings;
    this.instance = instance;
    this.stateType = stateType;
    this.messages = messages;
    this.writer = writer;
    this.cell = cell;
    this.current = current;
    this.pending = pending;
    this.dispatcher = dispatcher;
    this.timers = timers;
    this.delayed = delayed;
    this.callbacks = callbacks;
  }

  @Override
  public String id() {
    return settings.id();
  }

  @Override
  public String instanceId() {
    return instance;
  }

  @Override
  public List<String> capabilities() {
    return settings.capabilities();
  }

  @Override
  public Object state() {
    Turn turn = current.get();
    return (turn == null ? cell.latest() : turn.state()).as(stateType.get());
  }

  @Override
  public void updateState(Object whole) {
    stateType.get();
    Map<String, String> properties = StateSnapshot.propertiesOf(whole);
    change(turn -> turn.change(properties));
  }

  @Override
  public void updateState(Map<String, ?> properties) {
    change(turn -> turn.change(properties, stateType.get()));
  }

  @Override
  public void resetState() {
    stateType.get();
    change(turn -> turn.change(Map.of()));
  }

  /** Within a turn a part of it; else a turn of its own, made again while others are faster. */
  private void change(Consumer<Turn> change) {
    Turn turn = current.get();
    if (turn != null) {
      change.accept(turn);
      return;
    }
    long end = System.nanoTime() + MAX_CONFLICT.toNanos();
    for (int tries = 1; System.nanoTime() < end; tries++) {
      Turn own = new Turn(MessageId.next(messages.now()), cell, 0);
      change.accept(own);
      TurnCommit commit = own.close(Settlement.NONE);
      if (commit != null && current.accepted(writer.make(commit)) == Outcome.DONE) {
        return;
      }
      cell.forget();
      // those who collide are parted by chance
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(Math.min(tries, 20))));
    }
    throw new StateConflictException(
        "the state of agent %s was changed by others again and again for %d s"
            .formatted(id(), MAX_CONFLICT.toSeconds()));
  }

  @Override
  public String send(String target, String type, Object data, @Nullable Duration ttl) {
    long deadline = 0;
    if (ttl != null) {
      requireWithin("a time to live", ttl, MAX_DELAY);
      deadline = messages.now() + ttl.toMillis();
    }
    Outgoing message = messages.send(target, type, data, deadline);
    Turn turn = current.get();
    if (turn == null || !turn.send(message)) {
      current.accepted(writer.send(List.of(message)));
    }
    return message.envelope().id().toString();
  }

  @Override
  public String sendLater(Duration delay, String target, String type, Object data) {
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "a message can be delayed by 0 to " + MAX_DELAY.toDays() + " days");
    }
    DelayedMessage later = new DelayedMessage(messages.send(target, type, data), delay.toMillis());
    Turn turn = current.get();
    if (turn == null || !turn.delay(later)) {
      current.accepted(writer.make(later));
      timers.lookIn(later.delayMillis());
    }
    return later.message().envelope().id().toString();
  }

  @Override
  public boolean cancelLater(String messageId) {
    UUID id;
    try {
      id = UUID.fromString(messageId);
    } catch (IllegalArgumentException e) {
      return false; // the id of no message
    }
    Turn turn = current.get();
    if (turn != null && turn.delays(id)) {
      return turn.recall(id, false);
    }
    if (turn != null) {
      boolean waits = !turn.recalls(id) && delayed.waits(messageId);
      if (turn.recall(id, waits)) {
        return waits;
      }
    }
    return current.accepted(writer.make(new Recall(id))) == Outcome.DONE;
  }

  private static void requireWithin(String what, Duration time, Duration most) {
    if (time.isNegative() || time.isZero() || time.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " is above zero and at most " + most.toDays() + " days");
    }
  }

  @Override
  public CompletionStage<Message> requestAsync(
      String target, String type, Object data, @Nullable Duration timeout) {
    // what the caller attaches must not run, and perhaps block, on a thread that reads from Redis
    return start(target, type, data, timeout == null ? DEFAULT_TIMEOUT : timeout)
        .whenCompleteAsync((reply, error) -> {}, callbacks);
  }

  @Override
  public Message request(String target, String type, Object data, @Nullable Duration timeout) {
    Duration time = timeout == null ? DEFAULT_TIMEOUT : timeout;
    CompletableFuture<Message> reply = start(target, type, data, time);
    try {
      return reply.get(time.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MasException known) {
        throw known;
      }
      throw new MasException("the request to " + target + " failed", e);
    } catch (TimeoutException e) {
      throw new RequestTimeoutException("the request to " + target + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MasException("interrupted while waiting for " + target, e);
    }
  }

  private CompletableFuture<Message> start(
      String target, String type, Object data, Duration timeout) {
    requireWithin("the timeout of a request", timeout, MAX_TIMEOUT);
    Turn turn = current.get();
    long deadline = messages.now() + timeout.toMillis();
    if (turn != null && turn.deadline() > 0 && turn.deadline() < deadline) {
      // nobody waits for this handler's own answer after that
      deadline = turn.deadline();
      if (deadline <= messages.now()) {
        return CompletableFuture.failedFuture(
            new RequestTimeoutException(
                "the request "
                    + type
                    + " to "
                    + target
                    + " was not made: who waits for its outcome has stopped waiting"));
      }
    }
    UUID id = turn == null ? MessageId.next(messages.now()) : turn.nextRequestId();
    Outgoing message = messages.request(id, target, type, data, deadline);
    if (turn != null) {
      Message known = turn.answers().to(message);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      // it leaves at once, so what this turn builds upon must have happened
      if (dispatcher.hasUncommitted()) {
        current.accepted(writer.send(List.of()));
      }
      if (!turn.isCurrent()) {
        throw new TurnRestart();
      }
    }
    Duration left = Duration.ofMillis(Math.max(1, deadline - messages.now()));
    CompletableFuture<Message> reply =
        pending.expect(id, left, "the request " + type + " to " + target);
    if (turn != null) {
      reply.thenAccept(answer -> turn.answers().keep(message, answer));
    }
    writer
        .send(List.of(message))
        .whenComplete(
            (outcome, error) -> {
              if (error != null) {
                pending.fail(id, new MasException("the request could not be sent", error));
              } else if (outcome == Outcome.FULL) {
                pending.fail(
                    id,
                    new io.mas.OutboxFullException(
                        "Redis or the outbox has no room; nothing was sent"));
              }
            });
    return reply;
  }

  @Override
  public List<AgentRecord> discover(List<String> capabilities) {
    JsonNode found =
        request(
                Names.SYSTEM_AGENT,
                "mas.discover",
                Map.of("capabilities", capabilities),
                Duration.ofSeconds(10))
            .data();
    List<AgentRecord> records = new ArrayList<>();
    for (JsonNode agent : found.path("agents")) {
      records.add(Json.mapper().convertValue(agent, AgentRecord.class));
    }
    return records;
  }
}
