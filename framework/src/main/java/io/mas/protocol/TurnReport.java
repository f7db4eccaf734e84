package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of an instance's turns since it last said so, where its circuit breaker has to know.
 *
 * @param failed messages whose handler failed at their first attempt and that are tried again
 * @param timedOut requests whose handler still ran when nobody waited any more
 * @param trials of messages that passed while the circuit was tried, by the trial's name
 */
public record TurnReport(int failed, int timedOut, Map<String, Trial> trials) {
  /** Trials that one report can name: they follow upon each other slowly. */
  public static final int MAX_TRIALS = 8;

  private static final int MAX_NAME = 20;

  /** Nothing to say. */
  public static final TurnReport NONE = new TurnReport(0, 0, Map.of());

  /**
   * How the messages of one trial ended.
   *
   * @param succeeded how many were handled
   * @param failed how many were not, or too late
   */
  public record Trial(int succeeded, int failed) {}

  /** Copies the map. */
  public TurnReport {
    trials = Map.copyOf(trials);
  }

  /** With one more message that failed. */
  public TurnReport withFailure() {
    return new TurnReport(failed + 1, timedOut, trials);
  }

  /** With one more request that was not answered in time. */
  public TurnReport withTimeOut() {
    return new TurnReport(failed, timedOut + 1, trials);
  }

  /** With one more message of a trial; of too many trials the new one is left out. */
  public TurnReport withTrial(String name, boolean succeeded) {
    return plus(
        new TurnReport(0, 0, Map.of(name, new Trial(succeeded ? 1 : 0, succeeded ? 0 : 1))));
  }

  /** This and another together. */
  public TurnReport plus(TurnReport other) {
    Map<String, Trial> all = new HashMap<>(trials);
    other.trials.forEach(
        (name, trial) -> {
          if (all.containsKey(name) || all.size() < MAX_TRIALS) {
            all.merge(
                name, trial, (a, b) -> new Trial(a.succeeded + b.succeeded, a.failed + b.failed));
          }
        });
    return new TurnReport(failed + other.failed, timedOut + other.timedOut, all);
  }

  /** As a payload. */
  public byte[] toBytes() {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("failed", failed);
    tree.put("timed_out", timedOut);
    ObjectNode named = tree.putObject("trials");
    trials.forEach(
        (name, trial) ->
            named
                .putObject(name)
                .put("succeeded", trial.succeeded())
                .put("failed", trial.failed()));
    return Json.write(tree);
  }

  /**
   * Of a payload.
   *
   * @throws ProtocolException if it is no report
   */
  public static TurnReport fromBytes(byte[] bytes) throws ProtocolException {
    JsonNode tree = Json.read(bytes);
    JsonNode named = tree.path("trials");
    if (!named.isObject() || named.size() > MAX_TRIALS) {
      throw new ProtocolException("a report names at most " + MAX_TRIALS + " trials");
    }
    Map<String, Trial> trials = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : named.properties()) {
      if (each.getKey().length() > MAX_NAME) {
        throw new ProtocolException("a trial's name is too long");
      }
      trials.put(
          each.getKey(),
          new Trial(count(each.getValue(), "succeeded"), count(each.getValue(), "failed")));
    }
    return new TurnReport(count(tree, "failed"), count(tree, "timed_out"), trials);
  }

  private static int count(JsonNode tree, String name) throws ProtocolException {
    JsonNode count = tree.path(name);
    if (!count.isInt() || count.intValue() < 0) {
      throw new ProtocolException("a report counts " + name + ", from 0");
    }
    return count.intValue();
  }
}
