package io.mas.internal.runtime;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;

/**
 * One thing that is wrong with a payload, as {@code path: what is wrong}, never the value.
 *
 * @param told to who sent the payload
 * @param kept in logs and dead letters: the keys of the payload's maps, which are its data, masked
 */
record Violation(String told, String kept) implements Comparable<Violation> {
  static final String MASK = "[…]";
  private static final int MAX_CHARACTERS = 200;

  Violation {
    told = cut(told, MAX_CHARACTERS);
    kept = cut(kept, MAX_CHARACTERS);
  }

  /** Without anything to mask. */
  static Violation of(String text) {
    return new Violation(text, text);
  }

  static Violation of(ConstraintViolation<?> violation) {
    String fault = ": " + violation.getMessage();
    return new Violation(
        violation.getPropertyPath() + fault, masked(violation.getPropertyPath()) + fault);
  }

  private static String masked(Path path) {
    StringBuilder text = new StringBuilder();
    for (Path.Node node : path) {
      if (node.isInIterable()) {
        text.append(node.getIndex() == null ? MASK : "[" + node.getIndex() + "]");
      }
      String name = node.getName();
      if (name != null && !name.isEmpty()) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      }
    }
    return text.toString();
  }

  /** At most so many characters, the last of them an ellipsis where some are left out. */
  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  @Override
  public int compareTo(Violation other) {
    return told.compareTo(other.told);
  }
}
