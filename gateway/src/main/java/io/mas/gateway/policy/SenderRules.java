package io.mas.gateway.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one sender: a block goes before all that allows, and what asks for approval
 * before what does not. Filled in the order of the rules; not changed any more once the index is
 * made.
 */
final class SenderRules {
  private final Map<String, Verdicts> blocked = new HashMap<>();
  private final Verdicts blockedAny = new Verdicts();

  /** Null where no rule asks for approval, which costs nothing then. */
  private @Nullable Allowances withApproval;

  private final Allowances freely = new Allowances();

  void block(int position, String target, TypeCondition types, PolicyVerdict verdict) {
    Verdicts.of(blocked, blockedAny, target).add(position, types, verdict);
  }

  /** What allows something, with or without approval. */
  Allowances allowances(boolean approval) {
    if (!approval) {
      return freely;
    }
    if (withApproval == null) {
      withApproval = new Allowances();
    }
    return withApproval;
  }

  /** The verdict on a target, or null when nothing is said about it. */
  @Nullable PolicyVerdict decide(String target, String type) {
    var block = Verdicts.first(blocked.get(target), blockedAny, type);
    return block == null ? allowing(target, type) : block.verdict();
  }

  /** The verdict of the first that allows it, whatever blocks it, or null. */
  @Nullable PolicyVerdict allowing(String target, String type) {
    var held = withApproval == null ? null : withApproval.allowing(target, type);
    return held == null ? freely.allowing(target, type) : held;
  }

  /** Whether there is a type that may be sent to the target. */
  boolean mayReach(String target) {
    var block = blocked.get(target);
    if (blockedAny.hasUnconditional() || (block != null && block.hasUnconditional())) {
      return false;
    }
    return allowingSome(target) != null;
  }

  /** What allows the target for some types, or null. */
  @Nullable PolicyVerdict allowingSome(String target) {
    var free = freely.allowingSome(target);
    return free == null && withApproval != null ? withApproval.allowingSome(target) : free;
  }

  /** The targets that rules allow by their names. */
  Set<String> targets() {
    if (withApproval == null) {
      return freely.targets();
    }
    var targets = new TreeSet<>(freely.targets());
    targets.addAll(withApproval.targets());
    return targets;
  }
}
