package io.mas.internal.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Our scripts: one library of Redis functions, a file each, that the admin loads and agents may
 * only call.
 */
public final class FunctionLibrary {
  /** The library's name in Redis. */
  public static final String NAME = "mas";

  private static final List<String> FILES =
      List.of(
          "prelude",
          "register",
          "heartbeat",
          "leave",
          "renew",
          "call",
          "sort",
          "takeover",
          "due",
          "tidy",
          "unpark",
          "lease",
          "release",
          "commit",
          "quota",
          "permit",
          "breaker",
          "oldest",
          "deliver",
          "sweep",
          "operate",
          "look",
          "provision",
          "restrain",
          "replay",
          "deny",
          "approval");

  private FunctionLibrary() {}

  /** The source of the library as it is loaded. */
  public static String source() {
    StringBuilder source = new StringBuilder("#!lua name=" + NAME + "\n");
    for (String file : FILES) {
      source.append(read("lua/" + file + ".lua")).append('\n');
    }
    return source.toString();
  }

  private static String read(String resource) {
    try (InputStream in = FunctionLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
