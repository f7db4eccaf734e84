package io.mas.it.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same on several sites at the same time, since most of it is waiting for leases. */
final class SideBySide {
  /** What is done on one of them. */
  interface Drill<T> {
    T run(int number, Path data) throws Exception;
  }

  private SideBySide() {}

  /** Runs it so often, each with a directory of its own; what came of each. */
  static <T> List<T> run(int times, Path directory, Drill<T> drill)
      throws IOException, InterruptedException, ExecutionException {
    List<Callable<T>> drills = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      Path data = Files.createDirectory(directory.resolve("site" + number));
      drills.add(() -> drill.run(number, data));
    }
    ExecutorService executor = Executors.newFixedThreadPool(times);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(drills)) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
