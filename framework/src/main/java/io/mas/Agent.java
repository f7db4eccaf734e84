package io.mas;

import io.mas.internal.AgentContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One agent: handlers of messages, marked with {@link On}, and a typed state.
 *
 * <p>What a handler does through these methods waits until it returns and is then committed as one
 * unit: state, sends, replies and the acknowledgement of the message, all or none, once. Only
 * {@link #request} leaves at once. Outside a handler ({@link #onStart}, a thread of the agent's
 * own) each {@link #send} is a unit of its own and has been accepted when it returns.
 *
 * <p>An instance handles one message at a time unless its settings ask for more, so its state needs
 * no lock. The methods may be called from any thread, but only once the instance has started: not
 * in the constructor.
 *
 * @param <S> the state: a record or a class that Jackson maps; {@link Void} for none
 */
public abstract class Agent<S> {
  private volatile @Nullable AgentContext context;

  /** For subclasses; the agent is not connected yet. */
  protected Agent() {}

  final void attach(AgentContext newContext) {
    if (context != null) {
      throw new IllegalStateException("an agent object can be started once");
    }
    context = newContext;
  }

  private AgentContext context() {
    AgentContext current = context;
    if (current == null) {
      throw new IllegalStateException(
          getClass().getName() + " is not started yet: use onStart() instead of the constructor");
    }
    return current;
  }

  /** The id under which others reach this agent. */
  public final String id() {
    return context().id();
  }

  /** The id of this one instance. */
  public final String instanceId() {
    return context().instanceId();
  }

  /** What the agent says it can do; found by {@link #discover}. */
  public final List<String> capabilities() {
    return context().capabilities();
  }

  /**
   * The state as this turn sees it, its own updates included. Properties that were never set have
   * the value that Jackson gives them for {@code {}}: zero, false or null.
   *
   * @throws IllegalStateException if the agent's state type is {@link Void}
   */
  @SuppressWarnings("unchecked")
  public final S state() {
    return (S) context().state();
  }

  /**
   * Replaces the whole state. Outside a handler the change is committed before the method returns.
   */
  public final void updateState(S state) {
    context().updateState((Object) state);
  }

  /**
   * Sets the named properties and leaves the others; the result must still fit the state's type.
   */
  public final void updateState(Map<String, ?> properties) {
    context().updateState(properties);
  }

  /** Removes all properties of the state. */
  public final void resetState() {
    context().resetState();
  }

  /**
   * Sends a message and does not wait for an answer. A refusal comes back to {@link #onRejected}.
   *
   * @param data a record, bean, map or anything else that Jackson writes as JSON
   * @return the message's id
   * @throws OutboxFullException if there is no room for it; nothing was sent
   */
  public final String send(String target, String type, Object data) {
    return context().send(target, type, data, null);
  }

  /**
   * Sends a message that is worth something only for a while: if it is not handled by then, it
   * comes back as {@link Decision#EXPIRED}, or is a dead letter of that reason.
   *
   * @param ttl how long, from now on; above zero, at most 366 days
   * @return the message's id
   * @throws OutboxFullException if there is no room for it; nothing was sent
   */
  public final String send(String target, String type, Object data, Duration ttl) {
    return context().send(target, type, data, ttl);
  }

  /**
   * Sends a message after a while. It is kept in Redis and leaves once, also if this process dies;
   * it is judged by the gateway when it leaves. Within a handler it is part of the turn.
   *
   * @param delay how long, by the clock of Redis; from zero to 366 days
   * @return the message's id, for {@link #cancelLater}
   * @throws OutboxFullException if so many messages are delayed that there is no room for more
   */
  public final String sendLater(Duration delay, String target, String type, Object data) {
    return context().sendLater(delay, target, type, data);
  }

  /**
   * Takes back a message of {@link #sendLater} that has not left. Any instance of the agent may do
   * so. Within a handler it is part of the turn.
   *
   * @return whether it was taken back; false if it has left, or never was
   */
  public final boolean cancelLater(String messageId) {
    return context().cancelLater(messageId);
  }

  /** {@link #request(String, String, Object, Duration)} with 30 seconds. */
  public final Message request(String target, String type, Object data) {
    return context().request(target, type, data, null);
  }

  /**
   * Sends a message and waits for its reply. It leaves at once, within a handler too; if that
   * handler is run again, so is the request, under the same message id. Where it is run again only
   * because the state has changed meanwhile, it gets the reply that it has got before.
   *
   * @throws MessageRejectedException if it was refused
   * @throws RequestTimeoutException if no reply came in time
   */
  public final Message request(String target, String type, Object data, Duration timeout) {
    return context().request(target, type, data, timeout);
  }

  /**
   * {@link #request(String, String, Object)} without waiting; fails with the same exceptions. What
   * is attached to the stage runs on a thread of the framework and outside of any turn; it should
   * not block for long.
   */
  public final CompletionStage<Message> requestAsync(String target, String type, Object data) {
    return context().requestAsync(target, type, data, null);
  }

  /** {@link #request(String, String, Object, Duration)} without waiting. */
  public final CompletionStage<Message> requestAsync(
      String target, String type, Object data, Duration timeout) {
    return context().requestAsync(target, type, data, timeout);
  }

  /**
   * The agents that have any of the capabilities and that this agent may send to; with none given,
   * all that it may send to.
   */
  public final List<AgentRecord> discover(String... capabilities) {
    return context().discover(List.of(capabilities));
  }

  /**
   * Sends a message to every agent that {@link #discover} finds for the capability, itself left
   * out.
   *
   * @return how many it was sent to
   */
  public final int broadcast(String capability, String type, Object data) {
    int sent = 0;
    for (AgentRecord receiver : discover(capability)) {
      if (!receiver.id().equals(id())) {
        send(receiver.id(), type, data);
        sent++;
      }
    }
    return sent;
  }

  /** Called once when the instance has registered; messages are handled when it has returned. */
  protected void onStart() throws Exception {}

  /** Called once when the instance stops, after its last turn and before it deregisters. */
  protected void onStop() throws Exception {}

  /**
   * Called for a message whose type no handler takes. Unless overridden it is a dead letter.
   *
   * @throws TerminalException always, unless overridden
   */
  protected void onMessage(Message message) throws Exception {
    throw new TerminalException("no handler for message type " + message.type());
  }

  /** Called when a message that was sent without waiting has been refused. */
  protected void onRejected(Rejection rejection) throws Exception {}

  /** What the agent tells of itself to those who discover it; read once, at start. */
  protected Map<String, Object> metadata() {
    return Map.of();
  }
}
