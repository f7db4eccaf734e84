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
      Turn own = new Turn(MessageId.next(messages.now()), cell);
      change.accept(own);
      TurnCommit commit = own.close(TurnCommit.Source.NONE, "");
      if (commit != null && current.accepted(writer.commit(commit)) == Outcome.DONE) {
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
  public String send(String target, String type, Object data) {
    Outgoing message = messages.send(target, type, data);
    Turn turn = current.get();
    if (turn == null || !turn.send(message)) {
      current.accepted(writer.send(List.of(message)));
    }
    return message.envelope().id().toString();
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
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "a request needs a timeout above zero and of at most " + MAX_TIMEOUT.toDays() + " days");
    }
    Turn turn = current.get();
    UUID id = turn == null ? MessageId.next(messages.now()) : turn.nextRequestId();
    if (turn != null) {
      // it leaves at once, so what this turn builds upon must have happened
      current.accepted(dispatcher.earlierTurns());
      if (!turn.isCurrent()) {
        throw new TurnRestart();
      }
    }
    long deadline = messages.now() + timeout.toMillis();
    Outgoing message = messages.request(id, target, type, data, deadline);
    CompletableFuture<Message> reply =
        pending.expect(id, timeout, "the request " + type + " to " + target);
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
