package io.mas.runner.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to run. */
final class RunOptions {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "stop by itself after so long: 500ms, 5s, 2m, 1h; else run until interrupted")
  @Nullable Duration time;
}
