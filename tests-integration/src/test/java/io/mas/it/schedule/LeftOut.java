package io.mas.it.schedule;

import java.util.List;

/**
 * One rule of the functions, which is cut out of their source; and the promise that breaks then.
 */
enum LeftOut {
  /** The same call number again is answered and not run. */
  CALL_NUMBER(
      Violation.TWICE,
      "if last == args[3] then return redis.call('HGET', seq, instance .. ':r') end",
      "last = tostring(tonumber(args[3]) - 1)"),
  /** Only the instance that holds an entry settles it. */
  HELD_BY_CALLER(
      Violation.TWICE,
      "    return not failed(held) and #held == 1\n  end\n  -- The lock",
      "    return true\n  end\n  -- The lock"),
  /** A turn stands only on the state that it has read. */
  STATE_REVISION(Violation.STATE_WRONG, "if expected ~= revision then return refused('c') end", ""),
  /** Only the first entry of a lane is settled. */
  HEAD_OF_LANE(
      Violation.OUT_OF_ORDER,
      "return (more or first and first ~= member(lane, entry)) and 'b' or nil",
      "return nil"),
  /** An entry runs only when all that is held before it is in its lane. */
  WATERMARK(
      Violation.OUT_OF_ORDER, "elseif compare_ids(id, sorted) > 0 then\n        result = 'w'", ""),
  /** The watermark stops before what is held and not sorted. */
  WATERMARK_STOPS(
      Violation.OUT_OF_ORDER,
      "return false\n      end\n      sorted = id",
      "end\n      sorted = id"),
  /** A turn in order is not done where one before it was not. */
  IN_ORDER(Violation.OUT_OF_ORDER, "if refused_before then return refused('c') end", ""),
  /** What comes into a parked lane is not handled, and what lies there is not settled. */
  PARKED(
      Violation.PASSED_PARKED,
      "if poisoned ~= message then",
      "if false then",
      "    if poisoned then\n      redis.call('XCLAIM'",
      "    if false then\n      redis.call('XCLAIM'"),
  /** A lane that goes on gives free what waited in it. */
  FREED(Violation.LEFT_BEHIND, "if id and holder(inbox, id) == PARKED then", "if false then"),
  /** A delayed message leaves only if it is still there. */
  LEAVES_ONCE(Violation.TWICE, "if not redis.call('ZSCORE', timers, id) then", "if false then"),
  /** A turn takes a message back only if that has not left. */
  RECALLED_BEFORE_LEFT(
      Violation.LEFT_THOUGH_RECALLED,
      "if not redis.call('ZSCORE', timers, recalled[i]) then return 'c' end",
      ""),
  /** A message at or below its sender's mark was delivered before. */
  MARK(Violation.TWICE, "if compare_ids(id, mark) <= 0 then return 'm' end", ""),
  /** What is settled is not put into a lane by a late call. */
  SETTLED_IS_NOT_SORTED(
      Violation.LEFT_BEHIND,
      "if not holder(inbox, id) then\n      gone",
      "if false then\n      gone"),
  /** What was sorted beyond the watermark is forgotten when there is nothing beyond it. */
  SORTED_BEYOND(Violation.LEFT_BEHIND, "at_end and '(;' or", ""),
  /** The note of the attempts at an entry goes with it. */
  NOTE_GOES(Violation.LEFT_BEHIND, "if has('r') then redis.call('HDEL', retries, entry) end", ""),
  /** A refused turn's messages are not taken for those of the next item. */
  SKIPPED(Violation.ERROR, "skip(2 * sets + deletes + 3 * sends + 4 * delays + recalls)", "");

  final Violation breaks;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> cuts;

  LeftOut(Violation breaks, String... cuts) {
    this.breaks = breaks;
    this.cuts = List.of(cuts);
  }

  /** The library without the rule. */
  String leaveOut(String library) {
    String without = library;
    for (int i = 0; i < cuts.size(); i += 2) {
      String cut = cuts.get(i);
      if (library.indexOf(cut) < 0 || library.indexOf(cut) != library.lastIndexOf(cut)) {
        throw new IllegalStateException(this + ": the functions do not hold once: " + cut);
      }
      without = without.replace(cut, cuts.get(i + 1));
    }
    return without;
  }
}
