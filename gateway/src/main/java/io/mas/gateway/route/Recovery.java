package io.mas.gateway.route;

import io.mas.gateway.check.Submission;
import io.mas.internal.redis.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an owner before has committed and may not have delivered: made again from the outboxes, byte
 * for byte. An entry that is missing or is not the one that was decided ends as a dead letter.
 */
final class Recovery {
  private final GatewayContext context;
  private final OutboxReader outboxes;
  private final ShardState state;
  private final CommitPlan plan;
  private final Submissions submissions;
  private final Trail trail;

  Recovery(GatewayContext context, OutboxReader outboxes, ShardState state, CommitPlan plan) {
    this.context = context;
    this.outboxes = outboxes;
    this.state = state;
    this.plan = plan;
    // targets may have been provisioned since this gateway has last looked
    context.directory().refresh();
    Snapshot known = context.snapshot();
    this.submissions = new Submissions(known, state);
    this.trail = new Trail(known, plan);
  }

  /** All that is due, each sender's in order; what is lost is put into the plan. */
  List<Outbound> due() {
    List<Outbound> due = new ArrayList<>();
    Map<String, List<String>> lost = new LinkedHashMap<>();
    state
        .due()
        .forEach(
            (sender, entries) ->
                entries.forEach(
                    (id, digest) -> {
                      Outbound message = recover(sender, id, digest);
                      if (message == null) {
                        lost.computeIfAbsent(sender, added -> new ArrayList<>()).add(id);
                      } else {
                        due.add(message);
                      }
                    }));
    lost.forEach(
        (sender, ids) -> {
          for (String id : ids) {
            state.removeDue(sender, id);
            plan.delivered(Outbound.field(sender, id));
          }
          plan.trim(context.keys().outbox(sender), state.lowestKept(sender));
        });
    return due;
  }

  private @Nullable Outbound recover(String sender, String id, byte[] digest) {
    List<Entry> found = outboxes.one(sender, id);
    if (found.isEmpty()) {
      trail.lost(sender, id, null);
      return null;
    }
    Submission submission = submissions.of(Intake.of(sender, found.get(0)));
    if (submission == null
        || submission.target() == null
        || !Arrays.equals(
            Outbound.digest(submission.header(), submission.payloadDigest()), digest)) {
      trail.lost(sender, id, found.get(0));
      return null;
    }
    return Outbound.of(submission, context.secrets());
  }
}
