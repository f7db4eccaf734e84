package io.mas.it.failure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a failure test has measured: printed as one line, such as {@code F01 lost=0 repeated=0
 * recovered_ms=1234}, and appended to {@code target/failures/F01.json}.
 */
public final class Report {
  private final String failure;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Report(String failure) {
    this.failure = failure;
  }

  /** Of one of the failures, such as F01. */
  public static Report of(String failure) {
    return new Report(failure);
  }

  /** Adds a figure. */
  public Report with(String name, Object value) {
    figures.put(name, value);
    return this;
  }

  /** Adds what a tally says of loss, repetition and order, and of dead letters if there are any. */
  public Report with(Tally.Result result) {
    if (result.deadLetters() > 0) {
      with("dead_letters", result.deadLetters());
    }
    return with("sent", result.sent())
        .with("lost", result.lost())
        .with("repeated", result.repeated())
        .with("reordered", result.reordered());
  }

  /** Prints and keeps it. */
  public void print() {
    StringBuilder line = new StringBuilder(failure);
    figures.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    System.out.println(line);
    try {
      Path file = Path.of("target", "failures", failure + ".json");
      Files.createDirectories(file.getParent());
      String json = new ObjectMapper().writeValueAsString(figures) + "\n";
      Files.write(
          file,
          json.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
