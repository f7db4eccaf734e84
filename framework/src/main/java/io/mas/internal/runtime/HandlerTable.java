package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.AgentDefinitionException;
import io.mas.Message;
import io.mas.On;
import io.mas.protocol.Names;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The handlers of an agent class, by message type. Immutable. */
final class HandlerTable {
  private static final Pattern KEY = Pattern.compile("[^.\\s]{1,128}(\\.[^.\\s]{1,128}){0,15}");

  private final Map<String, Handler> handlers;

  private HandlerTable(Map<String, Handler> handlers) {
    this.handlers = Map.copyOf(handlers);
  }

  /** Whether any of them names an ordering key. */
  boolean hasKeys() {
    return handlers.values().stream().anyMatch(handler -> !handler.key().isEmpty());
  }

  /** The handler of a type, or null. */
  @Nullable Handler of(String type) {
    return handlers.get(type);
  }

  /**
   * The handlers of a class and what it inherits.
   *
   * @throws AgentDefinitionException for a method of a wrong shape, or two of one type
   */
  static HandlerTable of(Class<?> agentClass) {
    Map<String, Handler> handlers = new HashMap<>();
    HandlerMethods methods = new HandlerMethods(agentClass);
    for (Map.Entry<Method, On> found : methods.annotated().entrySet()) {
      Handler handler = handler(found.getKey(), found.getValue(), methods);
      Handler other = handlers.put(found.getValue().value(), handler);
      if (other != null) {
        List<String> names = new ArrayList<>(List.of(other.name(), handler.name()));
        names.sort(null);
        throw new AgentDefinitionException(
            "two handlers for message type '%s': %s and %s"
                .formatted(found.getValue().value(), names.get(0), names.get(1)));
      }
    }
    return new HandlerTable(handlers);
  }

  private static Handler handler(Method method, On on, HandlerMethods methods) {
    int payloadIndex = -1;
    int messageIndex = -1;
    @Nullable JavaType payload = null;
    Type[] parameters = method.getGenericParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] == Message.class && messageIndex < 0) {
        messageIndex = i;
      } else if (parameters[i] != Message.class && payloadIndex < 0) {
        payloadIndex = i;
        payload = methods.resolve(method, parameters[i]);
      } else {
        throw wrong(method, "takes more than a payload and a Message");
      }
    }
    Handler handler =
        new Handler(
            method, on.reply(), on.maxAttempts(), on.key(), payload, payloadIndex, messageIndex);
    checkShape(method, on);
    checkReply(method, on, methods.resolve(method, method.getGenericReturnType()));
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException | SecurityException e) {
      throw wrong(method, "cannot be called: open its package to io.mas.framework");
    }
    return handler;
  }

  private static void checkShape(Method method, On on) {
    if (Modifier.isStatic(method.getModifiers())) {
      throw wrong(method, "must not be static");
    }
    if (Modifier.isAbstract(method.getModifiers())) {
      throw wrong(method, "must not be abstract");
    }
    if (!Names.isType(on.value())) {
      throw wrong(
          method, "needs a message type of 1 to 128 letters, digits, '.', '_', '-', ':' and '/'");
    }
    if (!on.reply().isEmpty() && !Names.isType(on.reply())) {
      throw wrong(method, "has a reply type that is no message type");
    }
    if (!on.key().isEmpty() && !KEY.matcher(on.key()).matches()) {
      throw wrong(
          method,
          "has a key that names no property of the payload: names with dots between them, as"
              + " orderId or order.id");
    }
    if (on.maxAttempts() < 0) {
      throw wrong(method, "has a negative maxAttempts");
    }
  }

  private static void checkReply(Method method, On on, JavaType returned) {
    JavaType value = returned;
    if (returned.isTypeOrSubTypeOf(CompletionStage.class)) {
      value = returned.findSuperType(CompletionStage.class).containedTypeOrUnknown(0);
      if (value.isJavaLangObject()) {
        return; // a stage of anything: a value or none
      }
    }
    boolean nothing = value.hasRawClass(void.class) || value.hasRawClass(Void.class);
    if (nothing && !on.reply().isEmpty()) {
      throw wrong(method, "names a reply type but returns nothing");
    }
    if (!nothing && on.reply().isEmpty()) {
      throw wrong(method, "returns a value but names no reply type: @On(value = …, reply = …)");
    }
  }

  private static AgentDefinitionException wrong(Method method, String what) {
    return new AgentDefinitionException(
        "@On method " + new Handler(method, "", 0, "", null, -1, -1).name() + " " + what);
  }
}
