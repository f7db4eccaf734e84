package io.mas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who may depend on whom.
 *
 * <p>{@code io.mas} is what users see and stands on {@code io.mas.internal}, whose code hands
 * users' types back to them: these two know each other, and of {@code io.mas} the protocol knows
 * the vocabulary of a refusal alone. Below that, dependencies go one way: runtime, redis, protocol.
 */
class DependencyRulesTest {
  private static final String PROTOCOL = "io.mas.protocol..";
  private static final String REDIS = "io.mas.internal.redis..";
  private static final String RUNTIME = "io.mas.internal.runtime..";
  private static final String[] CLIENT = {"io.lettuce..", "io.netty..", "reactor.."};

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.mas");

  @Test
  void theRulesSeeTheCode() {
    assertThat(CODE.contain("io.mas.protocol.EnvelopeCodec")).isTrue();
    assertThat(CODE.contain("io.mas.internal.redis.RedisLink")).isTrue();
    assertThat(CODE.contain("io.mas.DependencyRulesTest")).isFalse();
  }

  @Test
  void theProtocolKnowsNeitherRedisNorTheRuntime() {
    noClasses()
        .that()
        .resideInAPackage(PROTOCOL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CLIENT)
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage(PROTOCOL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mas.internal..")
        .check(CODE);
  }

  @Test
  void ofTheApiTheProtocolKnowsTheVocabularyOfARefusalAlone() {
    noClasses()
        .that()
        .resideInAPackage(PROTOCOL)
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("are of io.mas, but for Decision and Rejection") {
              @Override
              public boolean test(JavaClass type) {
                return type.getPackageName().equals("io.mas")
                    && !List.of("Decision", "Rejection").contains(type.getSimpleName());
              }
            })
        .check(CODE);
  }

  @Test
  void onlyOnePackageSpeaksRedis() {
    classes()
        .that(
            DescribedPredicate.describe(
                "depend on the Redis client",
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(
                            to ->
                                to.getTargetClass().getPackageName().startsWith("io.lettuce")
                                    || to.getTargetClass()
                                        .getPackageName()
                                        .startsWith("io.netty"))))
        .should()
        .resideInAPackage(REDIS)
        .check(CODE);
  }

  @Test
  void theRedisLayerKnowsNeitherTheRuntimeNorAgents() {
    noClasses()
        .that()
        .resideInAPackage(REDIS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(RUNTIME)
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage(REDIS)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.mas.Agent")
        .check(CODE);
  }

  @Test
  void noPackageBehindTheApiIsInACycle() {
    SlicesRuleDefinition.slices()
        .matching("io.mas.internal.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CODE);
  }

  @Test
  void noPublicMethodShowsTheRedisClient() {
    DescribedPredicate<JavaClass> client =
        DescribedPredicate.describe(
            "of the Redis client", type -> type.getPackageName().startsWith("io.lettuce"));
    noMethods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .haveRawReturnType(client)
        .check(CODE);
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .haveRawParameterTypes(
            DescribedPredicate.describe(
                "none of the Redis client", types -> types.stream().noneMatch(client)))
        .check(CODE);
  }

  @Test
  void libraryCodePrintsNothing() {
    com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        CODE);
  }
}
