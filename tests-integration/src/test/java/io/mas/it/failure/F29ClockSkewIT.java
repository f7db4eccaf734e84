package io.mas.it.failure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mas.internal.redis.FunctionLibrary;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The clocks of machines differ, and change nothing: no process reads its wall clock. What is
 * shared goes by the clock of Redis, what is not by the monotonic clock of the process.
 */
class F29ClockSkewIT {
  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.system",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          "java.util.Calendar.getInstance",
          "java.util.Date.<init>");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mas");

  @Test
  void noCodeOfOursReadsTheWallClock() {
    assertThat(CODE.contain("io.mas.internal.redis.RedisLink")).isTrue();
    assertThat(CODE.contain("io.mas.gateway.Gateway")).isTrue();
    assertThat(CODE.contain("io.mas.runner.Main")).isTrue();
    noClasses().should().accessTargetWhere(isAWallClock()).check(CODE);
    Report.of("F29").with("classes", CODE.size()).with("readers_of_the_wall_clock", 0).print();
  }

  @Test
  void scriptsReadTheClockOfRedisAlone() {
    assertThat(FunctionLibrary.source()).contains("redis.call('TIME')").doesNotContain("os.");
  }

  private static DescribedPredicate<JavaAccess<?>> isAWallClock() {
    return DescribedPredicate.describe(
        "reads the wall clock",
        access ->
            CLOCKS.contains(
                access.getTargetOwner().getName() + "." + access.getTarget().getName()));
  }
}
