package io.mas.internal.redis;

import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A means for tests of durability: a step at which the process halts, as if it had been killed
 * right there. The system property {@code mas.halt} names it: {@code before:mas_commit:3} halts
 * before the third call of that function is written to Redis, {@code after:XREADGROUP:1} when the
 * answer to the first such command has come and nobody has seen it yet. All that has an effect
 * outside of the process passes here, so every step can be tried.
 *
 * <p>Without the property there is no such point, and commands pass as they are. Thread-safe.
 */
final class HaltPoint {
  /** The system property that names the step. */
  static final String SETTING = "mas.halt";

  /** The exit status, that of a process which was killed. */
  static final int STATUS = 137;

  private static final Pattern FORM =
      Pattern.compile("(before|after):([A-Za-z_]{1,64}):([1-9][0-9]{0,8})");

  private final boolean before;
  private final String command;
  private final AtomicInteger left;
  private final Runnable halt;

  private HaltPoint(boolean before, String command, int count, Runnable halt) {
    this.before = before;
    this.command = command;
    this.left = new AtomicInteger(count);
    this.halt = halt;
  }

  /** The step that the system property names; null if there is none. */
  static @Nullable HaltPoint ofSystemProperty() {
    String setting = System.getProperty(SETTING);
    return setting == null ? null : of(setting, () -> Runtime.getRuntime().halt(STATUS));
  }

  /**
   * The step that a text names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static HaltPoint of(String setting, Runnable halt) {
    Matcher form = FORM.matcher(setting);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          SETTING
              + " is '"
              + setting
              + "'; expected before:NAME:COUNT or after:NAME:COUNT, such as before:mas_commit:3");
    }
    return new HaltPoint(
        form.group(1).equals("before"), form.group(2), Integer.parseInt(form.group(3)), halt);
  }

  /** A command on its way to Redis: halts if it is the one, or when its answer comes. */
  <K, V, T> RedisCommand<K, V, T> pass(RedisCommand<K, V, T> on) {
    if (!isNamed(on) || left.decrementAndGet() != 0) {
      return on;
    }
    if (before) {
      halt.run();
      return on;
    }
    return new CommandWrapper<>(on) {
      @Override
      public void complete() {
        halt.run();
        super.complete();
      }
    };
  }

  @SuppressWarnings("deprecation") // there is no other way to see what is called
  private boolean isNamed(RedisCommand<?, ?, ?> on) {
    return on.getType() == CommandType.FCALL
        ? command.equals(on.getArgs().getFirstString())
        : command.equalsIgnoreCase(on.getType().toString());
  }
}
