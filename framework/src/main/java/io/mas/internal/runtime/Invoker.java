package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Message;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls the method of an agent that a message is for. */
final class Invoker {
  private final AgentHooks hooks;
  private final HandlerTable handlers;
  private final PayloadReader payloads;

  Invoker(AgentHooks hooks, HandlerTable handlers, PayloadReader payloads) {
    this.hooks = hooks;
    this.handlers = handlers;
    this.payloads = payloads;
  }

  /** How often a message of this type is tried, given the agent's own limit. */
  int maxAttempts(String type, int agentLimit) {
    Handler handler = handlers.of(type);
    return handler == null || handler.maxAttempts() == 0 ? agentLimit : handler.maxAttempts();
  }

  /**
   * Calls it, waits for the stage that it may return, and replies with its value.
   *
   * @throws InvalidPayload if the payload does not fit
   * @throws Throwable whatever the method throws
   */
  void invoke(Delivery delivery, ReceivedMessage.@Nullable Replier replier) throws Throwable {
    if (delivery.envelope().kind() == Kind.REJECTION) {
      hooks.onRejected(Refusal.read(delivery.payload()));
      return;
    }
    JsonNode data;
    try {
      data = Json.read(delivery.payload());
    } catch (ProtocolException e) {
      throw new InvalidPayload(List.of(Violation.of("payload: " + e.getMessage())));
    }
    Message message = new ReceivedMessage(delivery.envelope(), data, delivery.attempt(), replier);
    Handler handler = handlers.of(delivery.envelope().type());
    if (handler == null) {
      hooks.onMessage(message);
      return;
    }
    Object payload = handler.payload() == null ? null : payloads.read(data, handler.payload());
    @Nullable Object[] arguments = handler.arguments(payload, message);
    checkParameters(handler, arguments, payloads.validator());
    Object value = settled(handler.call(hooks.agent(), arguments));
    if (!handler.reply().isEmpty() && replier != null) {
      replier.reply(handler.reply(), value == null ? Json.mapper().nullNode() : value);
    }
  }

  private void checkParameters(Handler handler, @Nullable Object[] arguments, Validator validator)
      throws InvalidPayload {
    MethodDescriptor constraints =
        validator
            .getConstraintsForClass(hooks.agent().getClass())
            .getConstraintsForMethod(
                handler.method().getName(), handler.method().getParameterTypes());
    // hasConstrainedParameters() would overlook List<@Valid X>
    if (constraints == null) {
      return;
    }
    PayloadReader.check(
        () ->
            validator
                .forExecutables()
                .validateParameters(hooks.agent(), handler.method(), arguments));
  }

  private static @Nullable Object settled(@Nullable Object returned) throws Throwable {
    if (!(returned instanceof CompletionStage<?> stage)) {
      return returned;
    }
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
