package io.mas.it.schedule;

/** What becomes of a call on the network. */
enum Fate {
  ANSWERED,
  /** It never arrives. */
  LOST,
  /** It is run, and its answer lost. */
  UNANSWERED,
  /** It arrives when its caller has given it up. */
  LATE;

  /** For the trace. */
  String words() {
    return switch (this) {
      case ANSWERED -> "";
      case LOST -> ", which is lost";
      case UNANSWERED -> ", whose answer is lost";
      case LATE -> ", which is delayed";
    };
  }
}
