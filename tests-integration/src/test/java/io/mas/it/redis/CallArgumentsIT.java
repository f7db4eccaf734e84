package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments with which a hostile agent calls mas_call: they make no long loop and no half call. */
class CallArgumentsIT extends OnAnInstance {
  private String entry;
  private List<String> allKeys;

  @BeforeEach
  void hold() {
    entry = sorted(ONE, "x");
    run(call().item("L", "m", 60_000, "h", "p"));
    redis.hset(seq, ONE + ":c", "0");
    allKeys = Call.keys(keys, AGENT, ONE);
  }

  private void isRefused(List<String> withKeys, Object count, String items) {
    Map<String, String> then = everything();
    for (String function : List.of("mas_call", "mas_settle")) {
      Arguments arguments = arguments(AGENT, ONE, 1, Keys.bell(0), 100_000, count);
      arguments.addAll(arguments("S", 1, "h", "p", "a"));
      for (String part : items.split(" ", -1)) {
        arguments.addAll(arguments(part.equals("ENTRY") ? entry : part.equals("''") ? "" : part));
      }
      assertThatThrownBy(() -> link.callForText(function, withKeys, arguments))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("not a call");
      assertThat(everything()).isEqualTo(then);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // counts that lie
        "U x m '' 0 0 4 ENTRY '' '' 0 0 1",
        "U x m '' 0 0 4 ENTRY '' '' 1 0 0 f",
        "U x m '' 0 0 4 ENTRY '' '' 0 1 0",
        "U x m '' 1 0 4 ENTRY '' '' 0 0 0",
        "U x m '' 1 0 4 ENTRY '' '' 0 0 0 id 5 h",
        "U x m '' 0 1 4 ENTRY '' '' 0 0 0",
        "U x m '' 0 0 4 ENTRY '' '' 0 0 0 extra",
        "U x m '' 999999 0 4 ENTRY '' '' 0 0 0",
        "U x m '' 0 999999 4 ENTRY '' '' 0 0 0",
        "U x m '' 0 0 4 ENTRY '' '' 999999 999999 999999",
        // counts that are none
        "U x m '' 1e5 0 4 ENTRY '' '' 0 0 0",
        "U x m '' 0 -1 4 ENTRY '' '' 0 0 0",
        "U x m '' 0 0 4 ENTRY '' '' inf 0 0",
        "U x m '' 0 0 4 ENTRY '' '' 0 nan 0",
        "U x m '' 0 0 4 ENTRY '' '' 0 0 0x1",
        "U x m '' 1 0 4 ENTRY '' '' 0 0 0 id soon h p",
        "U x m '' 1 0 4 ENTRY '' '' 0 0 0 id -5 h p",
        "U x m '' 1 0 4 ENTRY '' '' 0 0 0 id 9999999999999 h p",
        "L id 1e9 h p",
        "L id -1 h p",
        "L id '' h p",
        "L id 9999999999999 h p",
        "A ENTRY 1.5 0",
        "A ENTRY 1 -1",
        "A ENTRY 9999999999999 0",
        "K ENTRY inf",
        "K ENTRY 9999999",
        // keys and entries
        "U x m '' 0 0 1 ENTRY '' '' 0 0 0",
        "U x m '' 0 0 11 ENTRY '' '' 0 0 0",
        "U x m '' 0 0 4 - '' '' 0 0 0",
        "U x m '' 0 0 4 + '' '' 0 0 0",
        "U x m '' 0 0 4 1 '' '' 0 0 0",
        "A - 1 0",
        "A 1 1 0",
        "A 1-1-1 1 0",
        // items that are none, or not whole
        "Z a b",
        "u x m",
        "UT x m",
        "U",
        "U x m '' 0 0",
        "L id 5 h",
        "X",
        "M id h p",
        "A ENTRY 1",
        "K ENTRY",
      })
  void areRefusedBeforeAnythingIsDone(String items) {
    isRefused(allKeys, 2, items);
  }

  @ParameterizedTest
  @CsvSource({
    "6, L id 5 h p",
    "6, X m",
    "6, M m h p a",
    "6, A ENTRY 1 0",
    "6, U x m '' 0 0 4 ENTRY '' '' 0 0 0",
    "5, S 0",
    "7, S 0",
    "10, X m"
  })
  void needAllTheirKeys(int count, String items) {
    isRefused(allKeys.subList(0, count), 2, items.replace("ENTRY", entry));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "999999", "1000000", "1e1", "-1", "''", "0x2", "1"})
  void nameTheNumberOfItems(String count) {
    isRefused(allKeys, count.equals("''") ? "" : count, "X m");
  }
}
