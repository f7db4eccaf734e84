package io.mas.gateway.check;

import io.mas.Decision;
import io.mas.gateway.payload.TargetRule;
import io.mas.gateway.policy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on messages: the checks in order, up to the first that refuses. Pure, but for the log of
 * a check that fails; thread-safe.
 */
public final class Decider {
  private static final Logger log = LoggerFactory.getLogger(Decider.class);

  private final Line sent;
  private final Line released;

  /** Checks in their order, and the names of those before each. */
  private record Line(List<Check> checks, List<List<String>> passed) {
    static Line of(List<Check> checks) {
      List<List<String>> passed = new ArrayList<>();
      for (int i = 0; i <= checks.size(); i++) {
        passed.add(checks.stream().limit(i).map(Check::name).toList());
      }
      return new Line(List.copyOf(checks), List.copyOf(passed));
    }
  }

  /** With these checks, in this order, and those of what was released in theirs. */
  public Decider(List<Check> sent, List<Check> released) {
    this.sent = Line.of(sent);
    this.released = Line.of(released);
  }

  /**
   * The checks of every gateway: who sends comes before what is allowed. Of what was released it
   * was found before who sent it; whether it may pass is judged as of now. Neither its target's
   * circuit nor limits stop it: who releases it knows why.
   *
   * @param maxDrift how far a message's timestamp may be from the time it entered the outbox
   * @param maxBacklog how many entries may wait in an inbox before senders are refused
   * @param policyMode whether the policy is in force, or only noted
   * @param targets what messages to each target may be; of one that is not named, anything
   */
  public static Decider standard(
      Duration maxDrift, long maxBacklog, Mode policyMode, Map<String, TargetRule> targets) {
    EnvelopeCheck envelope = new EnvelopeCheck(maxDrift);
    QuarantineCheck quarantine = new QuarantineCheck();
    TargetCheck target = new TargetCheck();
    PermissionCheck permission = new PermissionCheck(policyMode);
    PayloadCheck payload = new PayloadCheck(Map.copyOf(targets));
    DeadlineCheck deadline = new DeadlineCheck();
    BacklogCheck backlog = new BacklogCheck(maxBacklog);
    return new Decider(
        List.of(
            new SignatureCheck(),
            new RegistrationCheck(),
            new SequenceCheck(),
            new TokenCheck(),
            envelope,
            quarantine,
            target,
            permission,
            payload,
            deadline,
            backlog,
            new BreakerCheck(), // may take a permit, which is given back if a limit refuses
            new LimitCheck()), // the last, since it takes what only messages that pass may take
        List.of(
            new ReleaseCheck(),
            envelope,
            quarantine,
            target,
            permission,
            payload,
            deadline,
            backlog));
  }

  /** The same, where every target takes everything. */
  public static Decider standard(Duration maxDrift, long maxBacklog, Mode policyMode) {
    return standard(maxDrift, maxBacklog, policyMode, Map.of());
  }

  /** The decision. A check that throws refuses the message. */
  public Ruling decide(Submission submission, View view) {
    Line line = submission.released() == null ? sent : released;
    String reason = "";
    Verdict held = null;
    List<Ruling.Shadow> shadows = List.of();
    for (int i = 0; i < line.checks().size(); i++) {
      Check check = line.checks().get(i);
      Verdict verdict = evaluate(check, submission, view);
      Verdict shadow = verdict.shadow();
      if (shadow != null) {
        shadows = new ArrayList<>(shadows);
        shadows.add(new Ruling.Shadow(check.name(), shadow.decision(), shadow.reason()));
      }
      if (verdict.holds()) {
        held = verdict; // those that follow may refuse it, and then nobody need approve it
      } else if (!verdict.passes()) {
        return new Ruling(
            verdict.decision(),
            verdict.reason(),
            line.passed().get(i),
            verdict.retryAfter(),
            verdict.later(),
            shadows);
      }
      if (!verdict.reason().isEmpty()) {
        reason = verdict.reason();
      }
    }
    List<String> passed = line.passed().get(line.checks().size());
    return held == null
        ? new Ruling(Decision.ALLOWED, reason, passed, null, false, shadows)
        : new Ruling(Decision.HELD, held.reason(), passed, held.retryAfter(), false, shadows);
  }

  /** Whether the message was shown to be its sender's, so that its number counts as used. */
  public boolean authenticated(Ruling ruling) {
    return ruling.passed().contains("sequence");
  }

  private static Verdict evaluate(Check check, Submission submission, View view) {
    try {
      return check.evaluate(submission, view);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      // errors too that a message can bring about: thrown further, they would stop its shard
      log.error("check {} failed on entry {}", check.name(), submission.entryId(), e);
      return Verdict.refuse(
          Decision.CHECK_FAILED, "check " + check.name() + " could not be evaluated");
    }
  }
}
