package io.mas.it.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.List;

/** Any command, word by word. */
public final class Raw {
  private static final StringCodec CODEC = new StringCodec(ISO_8859_1);

  private record Keyword(String text) implements ProtocolKeyword {
    @Override
    public byte[] getBytes() {
      return text.getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private Raw() {}

  /** Redis's answer, or its error. */
  public static String send(RedisCommands<String, String> as, List<String> words) {
    CommandArgs<String, String> rest = new CommandArgs<>(CODEC);
    words.subList(1, words.size()).forEach(rest::add);
    try {
      return String.valueOf(
          as.dispatch(new Keyword(words.get(0)), new NestedMultiOutput<>(CODEC), rest));
    } catch (RedisCommandExecutionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Whether the rights of the user do not allow a command. */
  public static boolean isRefused(RedisCommands<String, String> as, List<String> words) {
    return send(as, words).startsWith("NOPERM");
  }
}
