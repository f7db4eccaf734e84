package io.mas.internal.redis;

import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of an agent, kept in the agent's registry hash, which agents cannot write.
 *
 * @param kind what it is
 * @param text how it is kept; each drain has a text of its own, so that an instance that was
 *     started after it can be told from those that it is meant for
 */
public record Wish(Kind kind, String text) {
  /** The field of the hash. */
  public static final String FIELD = "wish";

  /** The field of an instance's record that says which one it follows. */
  public static final String FOLLOWED = "follows";

  /** Nothing but that it runs. */
  public static final Wish RUN = new Wish(Kind.RUN, "");

  /** That its instances take nothing more from its inbox. */
  public static final Wish PAUSE = new Wish(Kind.PAUSE, "pause");

  /** That its instances do nothing, not even say that they live, until they are let go on. */
  public static final Wish KILL = new Wish(Kind.KILL, "kill");

  private static final String DRAIN = "drain ";

  /** What there is to want. */
  public enum Kind {
    /** Instances handle messages. */
    RUN,
    /** Instances stay, and take no messages. */
    PAUSE,
    /** Instances end; those that start later take no messages. */
    DRAIN,
    /** Instances take no messages, and are registered no more. */
    KILL
  }

  /** One drain, other than all before. */
  public static Wish drain() {
    return of(DRAIN + HexFormat.of().formatHex(SecretKeys.random(6)));
  }

  /** Of the field; what is not understood pauses, since somebody wanted something. */
  public static Wish of(byte @Nullable [] kept) {
    return kept == null ? RUN : of(new String(kept, StandardCharsets.UTF_8));
  }

  private static Wish of(String text) {
    if (text.isEmpty()) {
      return RUN;
    }
    if (text.equals(KILL.text())) {
      return KILL;
    }
    return new Wish(text.startsWith(DRAIN) ? Kind.DRAIN : Kind.PAUSE, text);
  }
}
