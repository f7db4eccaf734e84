package io.mas.runner.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns nodes into typed values; what does not fit is recorded and nothing returned. */
final class ScalarReader {

  private final Findings findings;

  ScalarReader(Findings findings) {
    this.findings = findings;
  }

  /** Variables carry no quotes, so whatever one says can be a text; a number in a file cannot. */
  Optional<Located<String>> text(YamlNode node, String at) {
    if (node instanceof YamlNode.Scalar scalar
        && (scalar.value() instanceof String || node.position().isVariable())) {
      return Optional.of(new Located<>(scalar.text(), node.position()));
    }
    boolean quotable = node instanceof YamlNode.Scalar scalar && scalar.value() != null;
    return wrong(node, at, "a text", quotable ? "; put it in quotes" : "");
  }

  Optional<Integer> integer(YamlNode node, String at, int min, int max) {
    if (node instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof Long number
        && number >= min
        && number <= max) {
      return Optional.of(number.intValue());
    }
    String range = max == Integer.MAX_VALUE ? " of at least " + min : " from " + min + " to " + max;
    return wrong(node, at, "a whole number" + range, "");
  }

  Optional<Boolean> bool(YamlNode node, String at) {
    if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean bool) {
      return Optional.of(bool);
    }
    return wrong(node, at, "true or false", "");
  }

  Optional<Duration> duration(YamlNode node, String at) {
    if (node instanceof YamlNode.Scalar scalar) {
      String text =
          scalar.value() instanceof BigDecimal number ? number.toPlainString() : scalar.text();
      Optional<Duration> duration = Durations.parse(text).filter(d -> !d.isZero());
      if (duration.isPresent()) {
        return duration;
      }
    }
    return wrong(node, at, "a length of time above zero such as 500ms, 5s, 2m or 1h", "");
  }

  /** One of the constants of {@code sample}'s enum, in lower case, {@code -} for {@code _}. */
  <E extends Enum<E>> Optional<E> choice(YamlNode node, String at, E sample) {
    Optional<Located<String>> text = text(node, at);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<E> constants = Arrays.asList(sample.getDeclaringClass().getEnumConstants());
    List<String> names = constants.stream().map(ScalarReader::spelled).toList();
    int index = names.indexOf(text.get().value());
    return index >= 0
        ? Optional.of(constants.get(index))
        : wrong(
            YamlNode.Scalar.quoted(text.get().value(), node.position()),
            at,
            "one of " + String.join(", ", names),
            Nearest.hint(text.get().value(), names));
  }

  <T> Optional<T> wrong(YamlNode node, String at, String expected, String hint) {
    findings.problem(
        node.position(), at + ": expected " + expected + ", found " + node.describe() + hint);
    return Optional.empty();
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
