package io.mas.internal.runtime;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;

/**
 * What Jackson found wrong, as {@code path: what is wrong}. Its own messages hold the values, which
 * must not come into logs and exceptions.
 */
final class MappingFault {
  private MappingFault() {}

  /** The root is what the path is called where it is empty. */
  static String describe(IOException e, String root) {
    if (!(e instanceof JsonMappingException mapping)) {
      return root + ": cannot be read";
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return (path.isEmpty() ? root : path) + ": " + fault(mapping);
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
