package io.mas.runner.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the content of a file has changed, some tenths of a second after it was written to the
 * end. It looks again and again instead of asking the file system for news, which not every one
 * gives.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final long PERIOD_MILLIS = 150;
  private static final byte[] MISSING = new byte[0];

  private final List<Path> files;
  private final Supplier<List<Path>> others;
  private final BooleanSupplier changed;
  private Map<Path, byte[]> told;
  private Map<Path, byte[]> seen;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-files");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins to watch.
   *
   * @param others what is to be watched too, asked again and again; what comes in anew counts as
   *     changed after that alone
   * @param changed what to do when any of them has changed; whether that is done, or is to be done
   *     again
   */
  FileWatch(List<Path> files, Supplier<List<Path>> others, BooleanSupplier changed) {
    this.files = List.copyOf(files);
    this.others = others;
    this.changed = changed;
    this.told = read();
    this.seen = told;
    timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Map<Path, byte[]> before = seen;
      seen = read();
      // twice the same: whoever writes it has come to the end
      if (same(seen, before) && !same(seen, told)) {
        if (!changed.getAsBoolean()) {
          return;
        }
        told = seen;
        Map<Path, byte[]> now = read();
        now.keySet().retainAll(Set.copyOf(others.get()));
        now.forEach(seen::putIfAbsent);
      }
    } catch (RuntimeException e) {
      log.error("a change of {} could not be followed", files, e);
    }
  }

  private Map<Path, byte[]> read() {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path file : files) {
      contents.put(file, content(file));
    }
    for (Path file : others.get()) {
      contents.put(file, content(file));
    }
    return contents;
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return MISSING; // who reads it next says what is wrong
    }
  }

  private static boolean same(Map<Path, byte[]> a, Map<Path, byte[]> b) {
    return a.entrySet().stream()
        .allMatch(file -> Arrays.equals(file.getValue(), b.get(file.getKey())));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
