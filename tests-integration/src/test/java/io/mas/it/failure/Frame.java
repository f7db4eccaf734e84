package io.mas.it.failure;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One whole value of the Redis protocol as it went over a connection: a command, an answer or a
 * message that was pushed.
 *
 * @param bytes as they were read
 * @param words of a command: its first two words, the name and its first argument
 */
@SuppressWarnings("ArrayRecordComponent") // frames are not compared by value
record Frame(byte[] bytes, char type, List<String> words) {
  private static final int WORDS = 2;

  /** Reads the next one; an {@link EOFException} if there is none. */
  static Frame read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(WORDS);
    char type = value(in, bytes, words);
    return new Frame(bytes.toByteArray(), type, words);
  }

  private static char value(InputStream in, ByteArrayOutputStream bytes, List<String> words)
      throws IOException {
    String line = line(in, bytes);
    char type = line.charAt(0);
    switch (type) {
      case '$', '=', '!' -> text(in, Integer.parseInt(line.substring(1)), bytes, words);
      case '*', '~', '>' -> values(in, Integer.parseInt(line.substring(1)), bytes, words);
      case '%' -> values(in, 2 * Integer.parseInt(line.substring(1)), bytes, words);
      default -> {
        // a line is all there is of it
      }
    }
    return type;
  }

  private static void values(
      InputStream in, int count, ByteArrayOutputStream bytes, List<String> words)
      throws IOException {
    for (int i = 0; i < count; i++) {
      value(in, bytes, words);
    }
  }

  private static void text(
      InputStream in, int length, ByteArrayOutputStream bytes, List<String> words)
      throws IOException {
    if (length < 0) {
      return;
    }
    byte[] text = in.readNBytes(length + 2);
    if (text.length < length + 2) {
      throw new EOFException();
    }
    bytes.writeBytes(text);
    if (words.size() < WORDS) {
      words.add(new String(text, 0, length, StandardCharsets.UTF_8));
    }
  }

  private static String line(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      bytes.write(next);
      if (next != '\r') {
        line.append((char) next);
      }
    }
    bytes.write('\n');
    if (line.isEmpty()) {
      throw new IOException("not the Redis protocol: an empty line");
    }
    return line.toString();
  }

  /** Whether it is a push, which answers no command. */
  boolean isPush() {
    return type == '>';
  }

  /** Of a command: what it is called, and of the call of a function the function's name. */
  String name() {
    return words.get(0).equals("FCALL") ? words.get(1) : words.get(0);
  }
}
