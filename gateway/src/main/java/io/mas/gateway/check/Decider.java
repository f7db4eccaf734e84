package io.mas.gateway.check;

import io.mas.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on messages: the checks in order, up to the first that refuses. Pure, but for the log of
 * a check that fails; thread-safe.
 */
public final class Decider {
  private static final Logger log = LoggerFactory.getLogger(Decider.class);

  private final List<Check> checks;
  private final List<List<String>> passed = new ArrayList<>();

  /** With these checks, in this order. */
  public Decider(List<Check> checks) {
    this.checks = List.copyOf(checks);
    for (int i = 0; i <= checks.size(); i++) {
      passed.add(checks.stream().limit(i).map(Check::name).toList());
    }
  }

  /**
   * The checks of every gateway: who sends comes before what is allowed.
   *
   * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
   */
  public static Decider standard(Duration maxDrift) {
    return new Decider(
        List.of(
            new SignatureCheck(),
            new RegistrationCheck(),
            new SequenceCheck(),
            new EnvelopeCheck(maxDrift),
            new TargetCheck(),
            new PermissionCheck()));
  }

  /** The decision. A check that throws refuses the message. */
  public Ruling decide(Submission submission, View view) {
    String reason = "";
    for (int i = 0; i < checks.size(); i++) {
      Verdict verdict = evaluate(checks.get(i), submission, view);
      if (!verdict.passes()) {
        return new Ruling(verdict.decision(), verdict.reason(), passed.get(i));
      }
      if (!verdict.reason().isEmpty()) {
        reason = verdict.reason();
      }
    }
    return new Ruling(Decision.ALLOWED, reason, passed.get(checks.size()));
  }

  /** Whether the message was shown to be its sender's, so that its number counts as used. */
  public boolean authenticated(Ruling ruling) {
    return ruling.passed().contains("sequence");
  }

  private static Verdict evaluate(Check check, Submission submission, View view) {
    try {
      return check.evaluate(submission, view);
    } catch (RuntimeException e) {
      log.error("check {} failed on entry {}", check.name(), submission.entryId(), e);
      return Verdict.refuse(
          Decision.CHECK_FAILED, "check " + check.name() + " could not be evaluated");
    }
  }
}
