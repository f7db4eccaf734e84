package io.mas.it.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A step at which a process is made to halt.
 *
 * @param command the function or command
 * @param when {@code before} it is written, or {@code after} its answer has come
 * @param count at which call of it
 */
record CrashPoint(String command, String when, int count) {
  /**
   * What is driven of a command: its first call and a later one, before and after each.
   *
   * @param later 0 where a process makes only one such call
   */
  record Step(String command, int later) {
    List<CrashPoint> points() {
      List<CrashPoint> points = new ArrayList<>();
      for (String when : List.of("before", "after")) {
        points.add(new CrashPoint(command, when, 1));
        if (later > 0) {
          points.add(new CrashPoint(command, when, later));
        }
      }
      return points;
    }
  }

  /** What a gateway does at Redis, and is halted at. */
  static final List<Step> OF_GATEWAY =
      List.of(
          new Step("mas_commit", 20),
          new Step("mas_deliver", 20),
          new Step("XRANGE", 20),
          new Step("mas_sweep", 10),
          new Step("mas_lease", 60),
          new Step("mas_release", 2),
          new Step("HGETALL", 20),
          new Step("PTTL", 2));

  /** What a process of an agent does at Redis, and is halted at; the slowest first. */
  static final List<Step> OF_AGENT =
      List.of(
          new Step("mas_renew", 2),
          new Step("mas_heartbeat", 2),
          new Step("mas_takeover", 3),
          new Step("mas_due", 5),
          new Step("mas_sort", 5),
          new Step("mas_call", 10),
          new Step("XREADGROUP", 10),
          new Step("mas_leave", 0),
          new Step("mas_tidy", 0),
          new Step("mas_register", 0),
          new Step("XGROUP", 2),
          new Step("HGETALL", 2));

  /**
   * What is not driven, since nothing hangs on it: it reads what is read again and again, greets
   * the server, or is done before the process takes part.
   */
  static final Map<String, String> EXEMPT =
      Map.ofEntries(
          Map.entry("HELLO", "greets"),
          Map.entry("CLIENT", "greets"),
          Map.entry("PING", "asks for a sign of life"),
          Map.entry("PSUBSCRIBE", "listens; what is not heard is found by the sweep"),
          Map.entry("TIME", "reads the clock"),
          Map.entry("HGET", "reads versions of snapshots, and an instance's last number"),
          Map.entry("SMEMBERS", "reads snapshots"),
          Map.entry("XPENDING", "reads what an instance that has died still holds"),
          Map.entry("INFO", "reads how much memory is left"),
          Map.entry("XLEN", "reads how much waits at a target"),
          Map.entry("HSETNX", "makes the layout, which is made once"),
          Map.entry("FUNCTION", "loads the functions, which are the same"),
          Map.entry("mas_settle", "is mas_call where Redis has no memory left"),
          Map.entry("mas_look", "tells instances to look, who look from time to time anyway"),
          Map.entry("mas_provision", "is the admin's; it may be done again without harm"),
          Map.entry("mas_replay", "is the admin's; a test of its own drives its steps"),
          Map.entry(
              "mas_approval", "is the admin's, and one call; a test of its own has its cases"),
          Map.entry("mas_deny", "is the admin's; it may be done again without harm"),
          Map.entry("mas_restrain", "is the admin's; it may be done again without harm"),
          Map.entry("mas_operate", "is the admin's; it may be done again without harm"),
          Map.entry("mas_quota", "takes portions of shared limits; F45 has what a death loses"),
          Map.entry("mas_permit", "takes permits of trials; F46 has what a death loses"),
          Map.entry("mas_oldest", "reads how long messages wait"),
          Map.entry("mas_breaker", "is the admin's; it may be done again without harm"),
          Map.entry("mas_unpark", "is the admin's; it may be done again without harm"));

  /** The system property that makes a process halt there. */
  Map<String, String> property() {
    return Map.of("mas.halt", when + ":" + command + ":" + count);
  }

  static List<CrashPoint> of(List<Step> steps) {
    return steps.stream().flatMap(step -> step.points().stream()).toList();
  }

  static List<String> commands(List<Step> steps) {
    return steps.stream().map(Step::command).toList();
  }
}
