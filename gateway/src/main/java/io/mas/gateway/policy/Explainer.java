package io.mas.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds what would have to be otherwise for a message to be decided otherwise. */
final class Explainer {
  private final Policy policy;
  private final Map<String, SenderRules> senders;

  Explainer(Policy policy, Map<String, SenderRules> senders) {
    this.policy = policy;
    this.senders = senders;
  }

  Explanation explain(String sender, String target, String type) {
    var verdict = policy.decide(sender, target, type);
    var hints = new ArrayList<String>();
    var shadow = policy.shadow(sender, target, type);
    if (shadow != null) {
      hints.add("were the rules in shadow mode in force, it would be " + shadow.reason());
    }
    if (!verdict.allowed()) {
      if (verdict.rule() == null) {
        explainNoRule(sender, target, type, hints);
      } else {
        explainBlock(sender, target, type, hints);
      }
    }
    return new Explanation(verdict, hints);
  }

  private void explainBlock(String sender, String target, String type, List<String> hints) {
    var rules = senders.get(sender);
    var allowing = rules == null ? null : rules.allowing(target, type);
    hints.add(
        allowing == null
            ? "without that block, no rule would allow it either"
            : "without that block it would be " + allowing.reason());
  }

  private void explainNoRule(String sender, String target, String type, List<String> hints) {
    var rules = senders.get(sender);
    var otherTypes = rules == null ? null : rules.allowingSome(target);
    if (otherTypes != null) {
      hints.add("for other types than %s it is %s".formatted(type, otherTypes.reason()));
    }
    var reverse = policy.decide(/* sender= */ target, /* target= */ sender, type);
    if (reverse.allowed()) {
      hints.add("the other way round it is " + reverse.reason());
    }
    if (rules != null) {
      addNearTarget(sender, target, type, rules, hints);
    }
    addNearSender(sender, target, type, hints);
    hints.add("what would allow it: allow: {sender: %s, targets: [%s]}".formatted(sender, target));
  }

  private void addNearTarget(
      String sender, String target, String type, SenderRules rules, List<String> hints) {
    Nearest.to(target, new TreeSet<>(rules.targets()))
        .filter(near -> !near.equals(target))
        .ifPresent(
            near -> {
              var verdict = policy.decide(sender, near, type);
              if (verdict.allowed()) {
                hints.add("to %s it is %s".formatted(near, verdict.reason()));
              }
            });
  }

  private void addNearSender(String sender, String target, String type, List<String> hints) {
    Nearest.to(sender, new TreeSet<>(senders.keySet()))
        .filter(near -> !near.equals(sender))
        .ifPresent(
            near -> {
              var verdict = policy.decide(near, target, type);
              if (verdict.allowed()) {
                hints.add("from %s it is %s".formatted(near, verdict.reason()));
              }
            });
  }
}
