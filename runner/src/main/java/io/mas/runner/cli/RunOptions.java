package io.mas.runner.cli;

import io.mas.runner.yaml.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long to run. */
final class RunOptions {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "stop by itself after so long: 500ms, 5s, 2m, 1h; else run until interrupted")
  @Nullable Duration time;

  /** Durations as people write them. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no duration such as 500ms, 5s or 2m"));
    }
  }
}
