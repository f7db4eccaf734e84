package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.internal.redis.FunctionLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A new function cannot be left out of the crash points. */
class CrashPointCoverageIT {
  private static final Pattern REGISTERED =
      Pattern.compile("register_function(?:\\{function_name = |\\()'(\\w+)'");

  @Test
  void everyFunctionOfOurLibraryIsDrivenOrExempt() {
    List<String> functions = new ArrayList<>();
    Matcher registered = REGISTERED.matcher(FunctionLibrary.source());
    while (registered.find()) {
      functions.add(registered.group(1));
    }
    List<String> known = new ArrayList<>(CrashPoint.commands(CrashPoint.OF_GATEWAY));
    known.addAll(CrashPoint.commands(CrashPoint.OF_AGENT));
    known.addAll(CrashPoint.EXEMPT.keySet());
    assertThat(functions).isNotEmpty();
    assertThat(known).containsAll(functions);
    assertThat(functions)
        .containsAll(known.stream().filter(name -> name.startsWith("mas_")).toList());
  }
}
