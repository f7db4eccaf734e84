package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mas.Agent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentFactoryTest {
  private final AgentFactory factory = new AgentFactory();

  enum Level {
    LOW,
    HIGH
  }

  record Server(String host, int maxItems) {}

  /** Keeps what it was given, so that tests can look. */
  abstract static class Recorder extends Agent<Void> {
    final List<?> given;

    Recorder(@Nullable Object... given) {
      this.given = Arrays.asList(given);
    }
  }

  static class Plain extends Recorder {}

  static class Several extends Recorder {
    Several() {}

    Several(String name) {
      super(name);
    }

    @SuppressWarnings("UnusedMethod") // found by its parameters, whatever its visibility
    private Several(String name, int maxItems) {
      super(name, maxItems);
    }
  }

  static class Typed extends Recorder {
    Typed(
        boolean on,
        long big,
        BigInteger bigger,
        BigDecimal exact,
        double share,
        Level level,
        Duration timeout,
        List<Server> servers,
        Map<String, Integer> perType) {
      super(on, big, bigger, exact, share, level, timeout, servers, perType);
    }
  }

  static class Lenient extends Recorder {
    Lenient(String name, Optional<Server> server, OptionalInt count, @Nullable String note) {
      super(name, server, count, note);
    }
  }

  static class Capable extends Recorder {
    Capable(List<String> capabilities) {
      super(capabilities);
    }
  }

  record Settings(String name, int maxItems, @JsonProperty("maxURL") String url) {}

  static class Configured extends Recorder {
    Configured(Settings settings) {
      super(settings);
    }
  }

  static class Bean {
    public int maxItems = 7;
    private String name = "";

    public void setFullName(String fullName) {
      name = fullName;
    }
  }

  static class ByBean extends Recorder {
    ByBean(Bean bean) {
      super(bean.maxItems, bean.name);
    }
  }

  record CapableSettings(List<String> capabilities) {}

  static class CapableConfigured extends Recorder {
    CapableConfigured(CapableSettings settings) {
      super(settings);
    }
  }

  static class Generic<T> extends Recorder {
    Generic(T first, String label) {
      super(first, label);
    }
  }

  static class Heir extends Generic<Server> {
    Heir(Server first) {
      super(first, "heir");
    }
  }

  @Test
  void callsTheConstructorWithoutParametersWhenThereAreNoKwargs() {
    assertThat(factory.create(Plain.class, Map.of()).given).isEmpty();
    assertThat(factory.create(Several.class, Map.of()).given).isEmpty();
  }

  @Test
  void choosesTheConstructorWhoseParametersAreTheKeys() {
    assertThat(given(Several.class, Map.of("name", "a"))).isEqualTo(List.of("a"));
    assertThat(given(Several.class, Map.of("name", "a", "maxItems", 3L)))
        .isEqualTo(List.of("a", 3));
  }

  @Test
  void takesKeysInSnakeCase() {
    assertThat(given(Several.class, Map.of("name", "a", "max_items", 3L)))
        .isEqualTo(List.of("a", 3));
  }

  @Test
  void convertsValuesToTheTypesOfTheParameters() {
    BigInteger bigger = BigInteger.TWO.pow(100);
    BigDecimal exact = new BigDecimal("0.10");
    Map<String, Object> kwargs = new HashMap<>();
    kwargs.put("on", true);
    kwargs.put("big", 1L << 40);
    kwargs.put("bigger", bigger);
    kwargs.put("exact", exact);
    kwargs.put("share", new BigDecimal("0.5"));
    kwargs.put("level", "HIGH");
    kwargs.put("timeout", "PT30S");
    kwargs.put("servers", List.of(Map.of("host", "a", "max_items", 1L)));
    kwargs.put("per_type", Map.of("max_items", 2L, "maxItems", 3L));
    assertThat(given(Typed.class, kwargs))
        .isEqualTo(
            List.of(
                true,
                1L << 40,
                bigger,
                exact,
                0.5,
                Level.HIGH,
                Duration.ofSeconds(30),
                List.of(new Server("a", 1)),
                Map.of("max_items", 2, "maxItems", 3)));
  }

  @Test
  void leavesOutOnlyWhatIsOptionalOrNullable() {
    assertThat(given(Lenient.class, Map.of("name", "a")))
        .isEqualTo(Arrays.asList("a", Optional.empty(), OptionalInt.empty(), null));
    Map<String, Object> kwargs = new HashMap<>();
    kwargs.put("name", "a");
    kwargs.put("server", Map.of("host", "h", "maxItems", 1));
    kwargs.put("count", 2L);
    kwargs.put("note", null);
    assertThat(given(Lenient.class, kwargs))
        .isEqualTo(Arrays.asList("a", Optional.of(new Server("h", 1)), OptionalInt.of(2), null));
  }

  @Test
  void passesCapabilitiesOnlyToWhatHasThatName() {
    Map<String, Object> capabilities = Map.of("capabilities", List.of("echo"));
    assertThat(given(Plain.class, capabilities)).isEmpty();
    assertThat(given(Capable.class, capabilities)).isEqualTo(List.of(List.of("echo")));
    assertThat(given(CapableConfigured.class, capabilities))
        .isEqualTo(List.of(new CapableSettings(List.of("echo"))));
    assertThat(
            given(
                Configured.class,
                Map.of(
                    "name", "a", "max_items", 1, "maxURL", "u", "capabilities", List.of("echo"))))
        .isEqualTo(List.of(new Settings("a", 1, "u")));
  }

  @Test
  void bindsAllKeysToAConfigurationRecordOrBean() {
    assertThat(given(Configured.class, Map.of("name", "a", "max_items", 5L, "maxURL", "u")))
        .isEqualTo(List.of(new Settings("a", 5, "u")));
    assertThat(given(ByBean.class, Map.of("full_name", "n"))).isEqualTo(List.of(7, "n"));
    assertThat(given(ByBean.class, Map.of("max_items", 8, "fullName", "n")))
        .isEqualTo(List.of(8, "n"));
  }

  @Test
  void bindsOneKeyThatNamesTheRecordItself() {
    Map<String, Object> settings = Map.of("name", "a", "max_items", 5L, "maxURL", "u");
    assertThat(given(Configured.class, Map.of("settings", settings)))
        .isEqualTo(List.of(new Settings("a", 5, "u")));
  }

  @Test
  void makesInheritedAgents() {
    assertThat(given(Heir.class, Map.of("host", "h", "max_items", 1)))
        .isEqualTo(List.of(new Server("h", 1), "heir"));
  }

  @Test
  void givesEachInstanceValuesOfItsOwn() {
    List<String> capabilities = List.of("echo");
    Map<String, Object> kwargs = Map.of("capabilities", capabilities);
    Object first = given(Capable.class, kwargs).get(0);
    assertThat(first).isNotSameAs(capabilities).isNotSameAs(given(Capable.class, kwargs).get(0));
  }

  private List<?> given(Class<? extends Recorder> type, Map<String, ?> kwargs) {
    factory.check(type, kwargs);
    return factory.create(type, kwargs).given;
  }
}
