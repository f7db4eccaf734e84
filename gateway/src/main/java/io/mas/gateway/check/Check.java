package io.mas.gateway.check;

/**
 * One check of a message: a pure function, with no I/O and no memory of its own. One that throws
 * has refused the message.
 */
public interface Check {
  /** Its name in audit records and explanations. */
  String name();

  /** What it says. */
  Verdict evaluate(Submission submission, View view);
}
