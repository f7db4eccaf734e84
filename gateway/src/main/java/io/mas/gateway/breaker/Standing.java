package io.mas.gateway.breaker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one target's circuit.
 *
 * @param circuit as its owner has written it, without what was reset
 * @param trial the trial that was begun last, or null
 * @param wish what an operator wants of it
 */
record Standing(Circuit circuit, @Nullable Trial trial, Wish wish) {
  static final Standing NEW = new Standing(Circuit.NEW, null, Wish.NONE);

  private static final String TRIAL = ":trial";
  private static final String WISH = ":wish";

  /**
   * A trial, as permit.lua has written it.
   *
   * @param opening of which opening
   * @param begun when the first message was let pass, in milliseconds since 1970
   * @param taken how many were
   * @param most how many may be
   */
  record Trial(long opening, long begun, int taken, int most) {
    static Trial parse(String text) {
      String[] words = text.split(" ", -1);
      return new Trial(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]));
    }
  }

  /** The field of a target's trial. */
  static String trialField(String agent) {
    return agent + TRIAL;
  }

  /** The trial that is under way, or null. */
  @Nullable Trial currentTrial() {
    return trial != null && circuit.isOpen() && trial.opening() == circuit.opening() ? trial : null;
  }

  /** Those of a shard, by agent, of the fields of its hash. */
  static Map<String, Standing> ofShard(Map<String, byte[]> fields) {
    Map<String, Standing> all = new HashMap<>();
    fields.forEach(
        (field, value) -> {
          int colon = field.indexOf(':');
          String agent = colon < 0 ? field : field.substring(0, colon);
          String part = colon < 0 ? "" : field.substring(colon);
          Standing known = all.getOrDefault(agent, NEW);
          all.put(agent, known.with(part, new String(value, StandardCharsets.UTF_8)));
        });
    all.replaceAll((agent, found) -> found.afterReset());
    return all;
  }

  private Standing with(String part, String text) {
    return switch (part) {
      case TRIAL -> new Standing(circuit, Trial.parse(text), wish);
      case WISH -> new Standing(circuit, trial, Wish.parse(text));
      default -> new Standing(CircuitText.parse(text), trial, wish);
    };
  }

  private Standing afterReset() {
    return new Standing(circuit.after(wish.resetAt()), trial, wish);
  }
}
