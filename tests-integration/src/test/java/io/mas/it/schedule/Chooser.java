package io.mas.it.schedule;

/** Many small choices out of one number. */
final class Chooser {
  private long rest;

  Chooser(int choice) {
    // spread, so that neighbouring numbers choose differently
    rest = choice * 0x9E3779B97F4A7C15L ^ choice;
  }

  int below(int bound) {
    rest = rest * 6364136223846793005L + 1442695040888963407L;
    return (int) ((rest >>> 33) % bound);
  }
}
