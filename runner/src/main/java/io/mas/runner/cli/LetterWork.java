package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterException;
import io.mas.gateway.letters.LetterId;
import io.mas.runner.redis.RedisInUse;
import java.util.function.BiConsumer;
import picocli.CommandLine;

/** Does one thing with each of the chosen dead letters and says what became of each. */
final class LetterWork {
  private final CommandLine command;
  private final OutputOptions output;
  private final String done;
  private int count;
  private int left;

  /**
   * @param done what has been done to a letter, such as {@code replayed}
   */
  LetterWork(CommandLine command, OutputOptions output, String done) {
    this.command = command;
    this.output = output;
    this.done = done;
  }

  /** Does it; the exit status. */
  int on(CommonOptions options, LetterChoice choice, BiConsumer<DeadLetterBox, Letter> action) {
    choice.check(command);
    try (RedisInUse redis = AdminRedis.open(options);
        DeadLetterBox box = DeadLetterBox.at(redis.url().value())) {
      choice.each(
          box,
          letter -> doWith(letter, () -> action.accept(box, letter)),
          id -> leave(id, LetterText.unknown(id)));
    }
    if (choice.all && !output.isJson()) {
      command.getOut().printf("%d %s%s%n", count, done, left == 0 ? "" : ", " + left + " left");
    }
    return left == 0 ? Exit.SUCCESS : Exit.FOUND_SOMETHING;
  }

  private void doWith(Letter letter, Runnable action) {
    try {
      action.run();
    } catch (LetterException e) {
      leave(letter.id(), String.valueOf(e.getMessage()));
      return;
    }
    count++;
    if (output.isJson()) {
      OutputOptions.line(command.getOut(), LetterJson.outcome(letter.id(), done, ""));
    } else {
      command.getOut().println(letter.id() + " " + done);
    }
  }

  private void leave(LetterId id, String why) {
    left++;
    if (output.isJson()) {
      OutputOptions.line(command.getOut(), LetterJson.outcome(id, "left", why));
    }
    command.getErr().println(why);
  }
}
