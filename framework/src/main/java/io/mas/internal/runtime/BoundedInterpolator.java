package io.mas.internal.runtime;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.ValidationException;
import java.util.Locale;

/**
 * Ends one validation that finds too many violations. Each is asked for its message before it is
 * kept, and to keep one takes time by the number of those kept before; to fail fast does not help,
 * as it still goes through all elements of a list. For one validation, on one thread.
 */
final class BoundedInterpolator implements MessageInterpolator {
  /** Most that one validation collects. */
  static final int MAX_VIOLATIONS = 1_000;

  private final MessageInterpolator words;
  private int violations;

  BoundedInterpolator(MessageInterpolator words) {
    this.words = words;
  }

  /** There are more than are collected. */
  static final class TooMany extends ValidationException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("more than " + MAX_VIOLATIONS + " violations");
    }
  }

  @Override
  public String interpolate(String template, Context context) {
    count();
    return words.interpolate(template, context);
  }

  @Override
  public String interpolate(String template, Context context, Locale locale) {
    count();
    return words.interpolate(template, context, locale);
  }

  private void count() {
    violations++;
    if (violations > MAX_VIOLATIONS) {
      throw new TooMany();
    }
  }
}
