package io.mas.internal.runtime;

/**
 * Ends a handler whose turn cannot commit, so that it runs again: what it has built upon did not
 * happen. An error, so that a handler that catches exceptions does not take it for one of its own.
 */
final class TurnRestart extends Error {
  private static final long serialVersionUID = 1L;

  TurnRestart() {
    super("the turn must run again", null, false, false);
  }
}
