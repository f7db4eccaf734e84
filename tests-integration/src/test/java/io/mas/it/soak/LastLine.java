package io.mas.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the figures of the soak the last line of the build that ran it: called in the process of
 * Maven, it prints the file when that process ends, behind Maven's own summary.
 */
public final class LastLine {
  private LastLine() {}

  /**
   * Leaves the line for the end of this process.
   *
   * @param arguments the file with the figures
   */
  public static void main(String[] arguments) {
    Path figures = Path.of(arguments[0]);
    // in the group of the process: the one that Maven calls this in is gone by then
    ThreadGroup outermost = Thread.currentThread().getThreadGroup();
    while (outermost.getParent() != null) {
      outermost = outermost.getParent();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(outermost, () -> print(figures), "last-line"));
  }

  private static void print(Path figures) {
    try {
      System.out.print(Files.readString(figures));
      System.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the soak has left no figures", e);
    }
  }
}
