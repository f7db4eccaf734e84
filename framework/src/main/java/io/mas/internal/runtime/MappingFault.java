package io.mas.internal.runtime;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.mas.protocol.Json;
import java.io.IOException;
import java.util.Map;

/**
 * What Jackson found wrong, as {@code path: what is wrong}. Its own messages hold the values, which
 * must not come into logs and exceptions.
 */
final class MappingFault {
  private MappingFault() {}

  /** The root is what the path is called where it is empty. */
  static String describe(IOException e, String root) {
    return violation(e, root).told();
  }

  /** The same, also as it may be kept. */
  static Violation violation(IOException e, String root) {
    if (!(e instanceof JsonMappingException mapping)) {
      return Violation.of(root + ": cannot be read");
    }
    StringBuilder told = new StringBuilder();
    StringBuilder kept = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      String name = step.getFieldName();
      if (name == null) {
        told.append('[').append(step.getIndex()).append(']');
        kept.append('[').append(step.getIndex()).append(']');
      } else {
        told.append(told.isEmpty() ? "" : ".").append(name);
        kept.append(isProperty(step, name) ? (kept.isEmpty() ? "" : ".") + name : Violation.MASK);
      }
    }
    String fault = ": " + fault(mapping);
    return new Violation(
        (told.isEmpty() ? root : told) + fault, (kept.isEmpty() ? root : kept) + fault);
  }

  /** Whether a name is the type's and not, as the key of a map, the payload's. */
  private static boolean isProperty(JsonMappingException.Reference step, String name) {
    Object from = step.getFrom();
    if (from == null || from instanceof Map) {
      return false;
    }
    Class<?> type = from instanceof Class<?> named ? named : from.getClass();
    DeserializationConfig config = Json.mapper().getDeserializationConfig();
    return config.introspect(config.constructType(type)).findProperties().stream()
        .anyMatch(property -> property.getName().equals(name));
  }

  private static String fault(JsonMappingException e) {
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be of type " + mismatch.getTargetType().getSimpleName();
    }
    if (e.getCause() instanceof InputCoercionException overflow) {
      return "must be of type " + overflow.getTargetType().getSimpleName();
    }
    return "does not fit";
  }
}
