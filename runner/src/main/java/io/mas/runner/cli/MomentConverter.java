package io.mas.runner.cli;

import io.mas.runner.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments as people write them, so long ago or a time: what they are at a time. */
final class MomentConverter implements ITypeConverter<UnaryOperator<Instant>> {
  @Override
  public UnaryOperator<Instant> convert(String text) {
    Optional<Duration> ago = Durations.parse(text);
    if (ago.isPresent()) {
      return now -> now.minus(ago.get());
    }
    try {
      Instant moment = Instant.parse(text);
      return now -> moment;
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is neither a duration such as 24h nor a time such as 2026-01-31T12:00:00Z");
    }
  }
}
