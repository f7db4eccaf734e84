package io.mas.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Who may know whom in the gateway. */
class DependencyRulesTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.mas.gateway");

  @Test
  void theClassesOfTheGatewayAreThere() {
    assertThat(StreamSupport.stream(GATEWAY.spliterator(), false).map(JavaClass::getName))
        .contains("io.mas.gateway.Gateway", "io.mas.gateway.route.Batch");
  }

  @Test
  void usesOfTheFrameworkItsApiItsProtocolAndItsRedisLayerAlone() {
    classes()
        .that()
        .resideInAPackage("io.mas.gateway..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "io.mas", "io.mas.protocol", "io.mas.internal.redis", "io.mas.gateway..")
                .or(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage("io.mas.."))))
        .check(GATEWAY);
  }

  @Test
  void speaksToRedisOnlyThroughTheRedisLayer() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.lettuce..").check(GATEWAY);
  }

  /** Snapshot loaders are the shell of their package; all else there is the functional core. */
  @Test
  void whatDecidesKnowsNothingOfRedis() {
    noClasses()
        .that(
            resideInAnyPackage(
                    "io.mas.gateway.check..",
                    "io.mas.gateway.policy..",
                    "io.mas.gateway.identity..",
                    "io.mas.gateway.limit..",
                    "io.mas.gateway.breaker..",
                    "io.mas.gateway.audit..")
                .and(com.tngtech.archunit.base.DescribedPredicate.not(nameEndingWith("Loader"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mas.internal.redis..")
        .check(GATEWAY);
  }

  /** Beside keys, entries and ids, which are values. */
  @Test
  void aBatchIsDecidedWithoutALink() {
    noClasses()
        .that()
        .haveNameMatching(
            "io\\.mas\\.gateway\\.route\\.(Batch|Submissions|Refusals|Testimony|Holding|Answers|Trail"
                + "|Snapshot|Intake|Outbound|CommitPlan)")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "io\\.mas\\.internal\\.redis\\.(RedisLink|RedisServer|RedisClock)"
                + "|io\\.mas\\.gateway\\..*(Loader|RegistryView|GatewayContext)")
        .check(GATEWAY);
  }

  @Test
  void nobodyTurnsBackToWhatIsBuiltOnIt() {
    slices().matching("io.mas.gateway.(*)..").should().beFreeOfCycles().check(GATEWAY);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.mas.gateway")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.mas.gateway")
        .check(GATEWAY);
  }
}
