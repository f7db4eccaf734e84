package io.mas.gateway.breaker;

/**
 * What an operator wants of a circuit.
 *
 * @param force what it is to be, whatever the target does
 * @param at since when, in milliseconds since 1970
 * @param resetAt what was before that time counts no more
 */
record Wish(Force force, long at, long resetAt) {
  static final Wish NONE = new Wish(Force.NONE, 0, 0);

  /** What an operator makes of a circuit. */
  enum Force {
    NONE,
    OPEN,
    CLOSED
  }

  /** As breaker.lua has written it. */
  static Wish parse(String text) {
    String[] words = text.split(" ", -1);
    Force force =
        switch (words[0]) {
          case "open" -> Force.OPEN;
          case "closed" -> Force.CLOSED;
          default -> Force.NONE;
        };
    return new Wish(force, Long.parseLong(words[1]), Long.parseLong(words[2]));
  }
}
