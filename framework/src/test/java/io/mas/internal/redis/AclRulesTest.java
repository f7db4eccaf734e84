package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AclRulesTest {
  private final Keys keys = new Keys(16);
  private final List<String> words = AclRules.forAgent(keys, "echo", "secret");
  private final String tag = "{" + keys.shardOf("echo") + "}";

  @Test
  void everyKeyPatternIsOneOfTheAgentsOwn() {
    assertThat(patterns())
        .containsExactlyInAnyOrder(
            "~agent.delayed:" + tag + ":echo",
            "~agent.lanes:" + tag + ":echo",
            "~agent.order:" + tag + ":echo",
            "~agent.outbox:" + tag + ":echo",
            "~agent.retries:" + tag + ":echo",
            "~agent.timers:" + tag + ":echo",
            "~agent.seq:" + tag + ":echo",
            "~agent.state:" + tag + ":echo",
            "~agent.stream:" + tag + ":echo",
            "~agent.stream:" + tag + ":echo:*",
            "~agent:" + tag + ":echo:instance:*",
            "%R~agent:{6}:echo",
            "%R~mas:layout");
  }

  @Test
  void noOtherAgentsKeyFitsAPattern() {
    List<String> globs =
        patterns().stream().filter(p -> p.startsWith("~")).map(p -> p.substring(1)).toList();
    for (String other : new String[] {"echo2", "echo.x", "echo-instance", "ech", "mas"}) {
      for (String key :
          List.of(
              keys.outbox(other),
              keys.state(other),
              keys.sequence(other),
              keys.inbox(other),
              keys.instanceStream(other, "i1"),
              keys.instance(other, "i1"),
              keys.marks("echo"),
              keys.agent("echo"))) {
        assertThat(globs).noneMatch(glob -> matches(glob, key));
      }
    }
  }

  @Test
  void anAgentMayRunNoScriptOfItsOwn() {
    assertThat(words).contains("-@all");
    assertThat(String.join(" ", words).split(" "))
        .noneMatch(word -> word.contains("eval") || word.contains("script"))
        .noneMatch(word -> word.contains("@") && !word.equals("-@all"))
        .noneMatch(word -> List.of("allkeys", "~*", "&*", "allchannels").contains(word))
        .noneMatch(
            word -> word.replace("(", "").matches("[+](fcall|function|acl|config|keys|scan)"));
  }

  @Test
  void replacesTheRightsThatTheUserHadAndStoresNoPassword() {
    assertThat(words)
        .startsWith("on", "sanitize-payload", "resetkeys", "resetchannels", "clearselectors");
    assertThat(String.join(" ", words)).doesNotContain("secret").doesNotContain("nopass");
    assertThat(words).contains("#2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
  }

  @Test
  void keepsThePasswordsOfOtherDirectories() {
    assertThat(words).doesNotContain("reset", "resetpass", "off");
  }

  private Set<String> patterns() {
    return Arrays.stream(String.join(" ", words).replaceAll("[()]", "").split(" "))
        .filter(word -> word.contains("~"))
        .collect(Collectors.toSet());
  }

  /** As Redis matches; the only special character that occurs is the star. */
  private static boolean matches(String glob, String key) {
    return key.matches(
        Arrays.stream(glob.split("\\*", -1))
            .map(java.util.regex.Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}
