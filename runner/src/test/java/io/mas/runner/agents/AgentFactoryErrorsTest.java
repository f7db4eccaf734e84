package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mas.Agent;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFactoryErrorsTest {
  /** Stands for a secret wherever a value is refused; no message may hold it. */
  private static final String SECRET = "hunter2";

  private final AgentFactory factory = new AgentFactory();

  enum Level {
    LOW,
    HIGH
  }

  static class Plain extends Agent<Void> {}

  static class Named extends Agent<Void> {
    Named(String name, int maxItems) {}
  }

  static class OneOfTwo extends Agent<Void> {
    OneOfTwo(int port) {}

    OneOfTwo(String port) {}
  }

  static class Typed extends Agent<Void> {
    Typed(Level level) {}

    Typed(Duration timeout) {}

    Typed(boolean enabled) {}

    Typed(int count) {}

    Typed(long total) {}

    Typed(String text) {}

    Typed(double share) {}

    Typed(List<Integer> numbers) {}

    Typed(Map<String, Server> servers) {}
  }

  record Server(@NotBlank String host, @Positive int port) {}

  record Settings(@NotNull String token, @Positive int maxItems, List<@Valid Server> servers) {}

  static class Configured extends Agent<Void> {
    Configured(@Valid Settings settings) {}
  }

  static class Checked extends Agent<Void> {
    Checked(@Positive int maxItems, @Size(min = 20) String token, List<@NotBlank String> names) {}
  }

  static class Cascading extends Agent<Void> {
    Cascading(@Valid Server mainServer, Map<String, @Valid Server> others) {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Constraint(validatedBy = Telling.Validator.class)
  @interface Telling {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<Telling, String> {
      @Override
      public boolean isValid(String value, ConstraintValidatorContext context) {
        context
            .buildConstraintViolationWithTemplate("do not like " + value + " ${validatedValue}")
            .addConstraintViolation();
        return false;
      }
    }
  }

  static class Misused extends Agent<Void> {
    Misused(@Size(max = 2) Integer pin) {}
  }

  static class Told extends Agent<Void> {
    Told(@Telling String token) {}
  }

  static class Throwing extends Agent<Void> {
    Throwing(String url) {
      URI.create(url + " ");
    }

    Throwing(String token, int pin) {
      throw new IllegalStateException(
          "cannot log in with " + token, new NumberFormatException("For input: " + pin));
    }
  }

  record Picky(String token) {
    Picky {
      throw new IllegalArgumentException("bad token " + token);
    }
  }

  static class Picked extends Agent<Void> {
    Picked(Picky picky) {}
  }

  @Test
  void namesTheNearestParameterOfAnUnknownKey() {
    var e = refused(Named.class, Map.of("name", SECRET, "max_itmes", 3));
    assertThat(e)
        .hasMessage(
            "init_kwargs.max_itmes: there is no such parameter; did you mean max_items?; "
                + Named.class.getName()
                + " takes name (String), max_items (int)");
    assertThat(e.kwargPath()).isEqualTo("max_itmes");
    assertThat(e.kwargSteps()).containsExactly("max_itmes");
  }

  @Test
  void refusesKeysForAnAgentThatTakesNone() {
    assertThat(refused(Plain.class, Map.of("name", SECRET)))
        .hasMessage(
            "init_kwargs.name: there is no such parameter; %s takes nothing"
                .formatted(Plain.class.getName()));
  }

  @Test
  void namesTheParametersThatAreMissing() {
    var e = refused(Named.class, Map.of("name", SECRET));
    assertThat(e).hasMessageStartingWith("init_kwargs lack max_items (int); ");
    assertThat(e.kwargPath()).isNull();
    assertThat(refused(Named.class, Collections.singletonMap("name", null)))
        .hasMessageStartingWith("init_kwargs lack name (String) and max_items (int); ");
  }

  @Test
  void refusesToGuessBetweenTwoConstructors() {
    assertThat(refused(OneOfTwo.class, Map.of("port", 1)))
        .hasMessageStartingWith("init_kwargs fit several constructors of ")
        .hasMessageContaining("OneOfTwo(int) and ")
        .hasMessageContaining("OneOfTwo(java.lang.String)");
  }

  @Test
  void refusesOneNameWrittenInTwoWays() {
    assertThat(refused(Named.class, Map.of("name", SECRET, "max_items", 3, "maxItems", 4)))
        .hasMessage("init_kwargs has one name twice: maxItems and max_items");
  }

  @Test
  void saysThatParameterNamesAreNeeded(@TempDir Path directory) {
    Project project = new Project(directory);
    project.compileInto(
        "classes",
        "Nameless",
        "public class Nameless extends io.mas.Agent<Void> { public Nameless(int n) {} }");
    try (AgentClasses classes = project.open("classes")) {
      assertThat(refused(classes.load("Nameless"), Map.of("n", 1)))
          .hasMessageStartingWith(
              "init_kwargs cannot be bound by name: Nameless was compiled without -parameters; ");
    }
  }

  @Test
  void bindsAConfigurationRecordWithoutParameterNames(@TempDir Path directory) {
    Project project = new Project(directory);
    project.compileInto(
        "classes",
        "Nameless",
        """
        public class Nameless extends io.mas.Agent<Void> {
          public record Settings(int maxItems) {}
          public Nameless(Settings settings) {}
        }
        """);
    try (AgentClasses classes = project.open("classes")) {
      assertThat(factory.create(classes.load("Nameless"), Map.of("max_items", 1))).isNotNull();
    }
  }

  @Test
  void saysWhatAValueMustBeWithoutRepeatingIt() {
    assertMustBe("level", SECRET, "one of LOW, HIGH");
    assertMustBe("level", 1, "one of LOW, HIGH");
    assertMustBe("timeout", SECRET, "a duration such as PT30S");
    assertMustBe("enabled", SECRET, "true or false");
    assertMustBe("enabled", 1, "true or false");
    assertMustBe("count", SECRET, "a whole number that fits int");
    assertMustBe("count", "5", "a whole number that fits int");
    assertMustBe("count", 1.5, "a whole number that fits int");
    assertMustBe("count", 1L << 40, "a whole number that fits int");
    assertMustBe("total", List.of(SECRET), "a whole number");
    assertMustBe("text", 4711, "text (in quotes if it looks like something else)");
    assertMustBe("text", true, "text (in quotes if it looks like something else)");
    assertMustBe(
        "text", Map.of(SECRET, SECRET), "text (in quotes if it looks like something else)");
    assertMustBe("share", SECRET, "a number");
    assertMustBe("numbers", SECRET, "a list");
    assertMustBe("servers", SECRET, "a mapping");
    assertMustBe("servers", Map.of("a", SECRET), "servers.a", "a mapping that fits Server");
  }

  private void assertMustBe(String key, Object value, String expected) {
    assertMustBe(key, value, key, expected);
  }

  private void assertMustBe(String key, Object value, String path, String expected) {
    var e = refused(Typed.class, Map.of(key, value));
    assertThat(e).hasMessage("init_kwargs." + path + " must be " + expected);
    assertThat(e.kwargPath()).isEqualTo(path);
  }

  @Test
  void namesThePlaceInsideAValue() {
    var e = refused(Typed.class, Map.of("numbers", List.of(1, 2, SECRET)));
    assertThat(e).hasMessage("init_kwargs.numbers[2] must be a whole number that fits int");
    assertThat(e.kwargSteps()).containsExactly("numbers", 2);
    assertThat(
            refused(
                Configured.class,
                Map.of("token", SECRET, "max_items", 1, "servers", List.of(Map.of("hots", "h")))))
        .hasMessage("init_kwargs.servers[0].hots: Server has no property hots; did you mean host?");
    assertThat(
            refused(
                Typed.class,
                Map.of("servers", Map.of("a", Map.of("host", "h", "port", 1, "max", 2)))))
        .hasMessage("init_kwargs.servers.a.max: Server has no property max");
    assertThat(refused(Configured.class, Map.of("token", SECRET, "max_items", "many")))
        .hasMessage("init_kwargs.max_items must be a whole number that fits int");
  }

  @Test
  void refusesAConfigurationThatLacksANumberOrHasAnUnknownName() {
    assertThat(refused(Configured.class, Map.of("token", SECRET)))
        .hasMessage("init_kwargs.max_items is missing; it must be a whole number that fits int");
    assertThat(refused(Configured.class, Map.of("token", SECRET, "capabilities", List.of())))
        .hasMessageStartingWith("init_kwargs.max_items is missing;");
    assertThat(refused(Configured.class, Map.of("tokne", SECRET, "max_items", 1)))
        .hasMessageStartingWith(
            "init_kwargs.tokne: there is no such parameter; did you mean token?; ")
        .hasMessageEndingWith(" takes max_items, servers, token (Settings)");
  }

  @Test
  void listsTheViolationsOfParameters() {
    var e =
        refused(
            Checked.class,
            Map.of("max_items", 0, "token", SECRET, "names", Arrays.asList("a", " ")));
    assertThat(e)
        .hasMessage(
            "init_kwargs.max_items: must be greater than 0; "
                + "init_kwargs.names[1]: must not be blank; "
                + "init_kwargs.token: size must be between 20 and 2147483647");
    assertThat(e.kwargPath()).isEqualTo("max_items");
  }

  @Test
  void listsTheViolationsInsideParametersAndConfigurations() {
    assertThat(
            refused(
                Cascading.class,
                Map.of(
                    "main_server", Map.of("host", "", "port", 1),
                    "others", Map.of("second", Map.of("host", "h", "port", 0)))))
        .hasMessage(
            "init_kwargs.main_server.host: must not be blank; "
                + "init_kwargs.others.second.port: must be greater than 0");
    var e =
        refused(
            Configured.class,
            Map.of("max_items", -1, "servers", List.of(Map.of("host", "h", "port", 0))));
    assertThat(e)
        .hasMessage(
            "init_kwargs.max_items: must be greater than 0; "
                + "init_kwargs.servers[0].port: must be greater than 0; "
                + "init_kwargs.token: must not be null");
    assertThat(e.kwargSteps()).containsExactly("max_items");
  }

  @Test
  void tellsAConstraintThatDoesNotGoWithItsType() {
    assertThat(refused(Misused.class, Map.of("pin", 4711)))
        .hasMessageStartingWith("init_kwargs cannot be checked: a constraint threw ")
        .hasMessageContaining("Size");
  }

  @Test
  void masksAValueInTheMessageOfAConstraint() {
    assertThat(refused(Told.class, Map.of("token", SECRET)))
        .hasMessageContaining("init_kwargs.token: do not like *** ");
  }

  @Test
  void tellsWhatTheConstructorThrewWithoutTheValues() {
    var e = refused(Throwing.class, Map.of("url", SECRET));
    assertThat(e)
        .hasMessageStartingWith(
            "the constructor of %s threw java.lang.IllegalArgumentException: "
                .formatted(Throwing.class.getName()))
        .hasMessageContaining("***")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(e.kwargPath()).isNull();
    assertThat(refused(Throwing.class, Map.of("token", SECRET, "pin", 4711)))
        .hasMessageEndingWith(
            " threw java.lang.IllegalStateException: cannot log in with ***"
                + " (caused by java.lang.NumberFormatException: For input: ***)");
  }

  @Test
  void tellsWhatTheConstructorOfAConfigurationThrew() {
    assertThat(refused(Picked.class, Map.of("token", SECRET)))
        .hasMessage(
            "init_kwargs: the constructor of %s threw".formatted(Picky.class.getName())
                + " java.lang.IllegalArgumentException: bad token ***");
  }

  private AgentConstructionException refused(
      Class<? extends Agent<?>> type, Map<String, ?> kwargs) {
    var e =
        catchThrowableOfType(AgentConstructionException.class, () -> factory.create(type, kwargs));
    assertThat(e).as("refused").isNotNull();
    assertThat(e.getMessage()).doesNotContain(SECRET, "4711", "\n");
    return e;
  }
}
