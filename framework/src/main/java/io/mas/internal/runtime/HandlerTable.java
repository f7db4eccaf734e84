package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.Agent;
import io.mas.AgentDefinitionException;
import io.mas.Message;
import io.mas.On;
import io.mas.protocol.Json;
import io.mas.protocol.Names;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The handlers of an agent class, by message type. Immutable. */
final class HandlerTable {
  private final Map<String, Handler> handlers;

  private HandlerTable(Map<String, Handler> handlers) {
    this.handlers = Map.copyOf(handlers);
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
    for (Map.Entry<Method, On> found : annotated(agentClass).entrySet()) {
      Handler handler = handler(found.getKey(), found.getValue(), agentClass);
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

  /**
   * The methods in force, with the annotation that they bear or inherit from what they override.
   */
  private static Map<Method, On> annotated(Class<?> agentClass) {
    Map<String, Method> inForce = new LinkedHashMap<>();
    Map<Method, On> annotated = new LinkedHashMap<>();
    for (Class<?> type = agentClass;
        type != null && type != Agent.class && type != Object.class;
        type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isSynthetic() || method.isBridge()) {
          continue;
        }
        Method effective = method;
        if (isInherited(method)) {
          Method override = inForce.putIfAbsent(signature(method), method);
          effective = override == null ? method : override;
        }
        On on = method.getAnnotation(On.class);
        if (on != null) {
          annotated.putIfAbsent(effective, on);
        }
      }
    }
    return annotated;
  }

  private static boolean isInherited(Method method) {
    return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static Handler handler(Method method, On on, Class<?> agentClass) {
    int payloadIndex = -1;
    int messageIndex = -1;
    @Nullable JavaType payload = null;
    Type[] parameters = method.getGenericParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] == Message.class && messageIndex < 0) {
        messageIndex = i;
      } else if (parameters[i] != Message.class && payloadIndex < 0) {
        payloadIndex = i;
        payload =
            Json.mapper()
                .getTypeFactory()
                .resolveMemberType(
                    parameters[i],
                    Json.mapper()
                        .getTypeFactory()
                        .constructType(agentClass)
                        .findSuperType(method.getDeclaringClass())
                        .getBindings());
      } else {
        throw wrong(method, "takes more than a payload and a Message");
      }
    }
    Handler handler =
        new Handler(method, on.reply(), on.maxAttempts(), payload, payloadIndex, messageIndex);
    checkShape(method, on);
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
    if (on.maxAttempts() < 0) {
      throw wrong(method, "has a negative maxAttempts");
    }
    boolean returnsNothing = method.getReturnType() == void.class;
    boolean returnsStage = CompletionStage.class.isAssignableFrom(method.getReturnType());
    if (returnsNothing && !on.reply().isEmpty()) {
      throw wrong(method, "names a reply type but returns nothing");
    }
    if (!returnsNothing && !returnsStage && on.reply().isEmpty()) {
      throw wrong(method, "returns a value but names no reply type: @On(value = …, reply = …)");
    }
  }

  private static AgentDefinitionException wrong(Method method, String what) {
    return new AgentDefinitionException(
        "@On method " + new Handler(method, "", 0, null, -1, -1).name() + " " + what);
  }
}
