package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @On} method.
 *
 * @param method the method, made accessible
 * @param reply the type under which its value is sent back, or empty
 * @param maxAttempts its own limit, or 0
 * @param key the property of the payload that orders its messages, or empty
 * @param payload the type of its payload parameter, or null
 * @param payloadIndex the place of that parameter, or -1
 * @param messageIndex the place of its {@link Message} parameter, or -1
 */
record Handler(
    Method method,
    String reply,
    int maxAttempts,
    String key,
    @Nullable JavaType payload,
    int payloadIndex,
    int messageIndex) {

  /** The arguments of a call. */
  @Nullable Object[] arguments(@Nullable Object payloadValue, Message message) {
    @Nullable Object[] arguments = new Object[method.getParameterCount()];
    if (payloadIndex >= 0) {
      arguments[payloadIndex] = payloadValue;
    }
    if (messageIndex >= 0) {
      arguments[messageIndex] = message;
    }
    return arguments;
  }

  /** Calls it; what it throws comes out as it is. */
  @Nullable Object call(Object agent, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(agent, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** {@code Class.method(Parameters)}, for messages. */
  String name() {
    StringBuilder parameters = new StringBuilder();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.append(parameters.isEmpty() ? "" : ", ").append(parameter.getSimpleName());
    }
    return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
  }
}
