package io.mas.runner.redis;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which server program the embedded Redis is to be. */
public final class BinaryPreference {
  /** The environment variable that names a preference. */
  static final String SETTING = "MAS_REDIS_BINARY";

  /** The kinds of preference. */
  enum Kind {
    /** One found on PATH that is new enough, else the carried one. */
    ANY,
    /** The one carried by the jar. */
    CARRIED,
    /** One found on PATH, or an error. */
    ON_PATH,
    /** The one named. */
    FILE
  }

  private final Kind kind;
  private final @Nullable Path file;

  private BinaryPreference(Kind kind, @Nullable Path file) {
    this.kind = kind;
    this.file = file;
  }

  /** One found on PATH that is new enough, else the one carried by the jar. */
  public static BinaryPreference any() {
    return new BinaryPreference(Kind.ANY, null);
  }

  /** The one carried by the jar. */
  public static BinaryPreference carried() {
    return new BinaryPreference(Kind.CARRIED, null);
  }

  /** One found on PATH; none is an error. */
  public static BinaryPreference onPath() {
    return new BinaryPreference(Kind.ON_PATH, null);
  }

  /** This program. */
  public static BinaryPreference file(Path file) {
    return new BinaryPreference(Kind.FILE, file);
  }

  /** As the environment variable has it: {@code carried}, {@code path} or an absolute file. */
  static BinaryPreference of(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return any();
    }
    if (value.equals("carried")) {
      return carried();
    }
    if (value.equals("path")) {
      return onPath();
    }
    if (value.startsWith("/")) {
      return file(Path.of(value));
    }
    throw new BadSettingException(
        SETTING, "expected carried, path or an absolute file name, not \"" + value + "\"");
  }

  Kind kind() {
    return kind;
  }

  /** The program named; only for {@link Kind#FILE}. */
  Path file() {
    return Objects.requireNonNull(file);
  }
}
