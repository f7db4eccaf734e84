package io.mas.runner.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads a file as text, strictly: bounded, UTF-8 throughout, no control characters. */
final class YamlText {

  static final int MAX_BYTES = 1024 * 1024;

  private YamlText() {}

  static String read(Path file) {
    Position whole = Position.ofFile(file.toString());
    if (Files.isDirectory(file)) {
      throw new ConfigException(whole, "is a directory, expected a YAML file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          whole, "no such file (looked at " + file.toAbsolutePath().normalize() + ")");
    } catch (AccessDeniedException e) {
      throw new ConfigException(whole, "cannot be read: permission denied");
    } catch (IOException e) {
      throw new ConfigException(whole, "cannot be read: " + e.getMessage());
    }
    if (bytes.length > MAX_BYTES) {
      throw new ConfigException(whole, "is larger than 1 MiB, which no configuration needs");
    }
    return decode(bytes, file.toString());
  }

  static String decode(byte[] bytes, String source) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean broken =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isError();
    String text = out.flip().toString();
    if (broken) {
      int offset = in.position();
      throw new ConfigException(
          endOf(text, source),
          String.format("byte 0x%02X at offset %d is not UTF-8", bytes[offset], offset)
              + (looksLikeUtf16(bytes) ? " (the file looks like UTF-16)" : "")
              + "; save the file as UTF-8");
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw new ConfigException(
            endOf(text.substring(0, i), source),
            String.format("the control character U+%04X is not allowed", c));
      }
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean looksLikeUtf16(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & 0xFE) == 0xFE && (bytes[1] & 0xFE) == 0xFE;
  }

  private static Position endOf(String text, String source) {
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    int start = text.lastIndexOf('\n') + 1;
    return new Position(source, line, 1 + text.codePointCount(start, text.length()));
  }
}
