package io.mas.gateway.check;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes bytes as damage and malice do: here and there, in length, by pieces of others. */
final class Mutator {
  private static final byte[] TELLING = {0, 1, -1, 127, -128, 4, 16, 24, 64, ' ', '\n', '*', '/'};
  private static final int MOST_CHANGES = 4;

  private final List<byte[]> samples;
  private final SplittableRandom random;

  /** Of these samples; the same seed gives the same changes. */
  Mutator(List<byte[]> samples, long seed) {
    this.samples = samples;
    this.random = new SplittableRandom(seed);
  }

  /** One that is none of the samples. */
  byte[] next() {
    while (true) {
      byte[] bytes = sample().clone();
      for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
        bytes = changed(bytes);
      }
      byte[] made = bytes;
      if (samples.stream().noneMatch(sample -> Arrays.equals(sample, made))) {
        return made;
      }
    }
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size()));
  }

  private byte[] changed(byte[] bytes) {
    int from = place(bytes);
    int to = Math.min(bytes.length, from + random.nextInt(40));
    return switch (random.nextInt(9)) {
      case 0 -> with(bytes, from, (byte) (1 << random.nextInt(8)));
      case 1 -> with(bytes, from, (byte) random.nextInt());
      case 2 -> with(bytes, from, TELLING[random.nextInt(TELLING.length)]);
      case 3 -> joined(bytes, from, random(random.nextInt(1, 9)), from);
      case 4 -> joined(bytes, from, new byte[0], to);
      case 5 -> joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 6 -> Arrays.copyOf(bytes, from);
      case 7 -> spliced(bytes, sample());
      default -> random.nextInt(50) == 0 ? random(random.nextInt(300)) : grown(bytes, from);
    };
  }

  private int place(byte[] bytes) {
    return bytes.length == 0 ? 0 : random.nextInt(bytes.length);
  }

  private static byte[] with(byte[] bytes, int place, byte value) {
    byte[] made = bytes.length == 0 ? new byte[1] : bytes.clone();
    made[place] ^= value;
    return made;
  }

  private static byte[] joined(byte[] bytes, int end, byte[] between, int begin) {
    byte[] made = Arrays.copyOf(bytes, end + between.length + bytes.length - begin);
    System.arraycopy(between, 0, made, end, between.length);
    System.arraycopy(bytes, begin, made, end + between.length, bytes.length - begin);
    return made;
  }

  /** Begins as the one and ends as the other. */
  private byte[] spliced(byte[] bytes, byte[] other) {
    return joined(other, 0, Arrays.copyOf(bytes, place(bytes)), place(other));
  }

  private byte[] grown(byte[] bytes, int place) {
    return joined(bytes, place, new byte[random.nextInt(20_000)], place);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
