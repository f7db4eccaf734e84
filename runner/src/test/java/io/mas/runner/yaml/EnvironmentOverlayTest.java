package io.mas.runner.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentOverlayTest {

  private static final String FILE =
      """
      flag: true
      paths: [a]
      agents:
        - agent_id: echo
          instances: 1
        - agent_id: my-agent
      limits:
        Big.One: {per_minute: 1}
      """;

  private static YamlDocument overlaid(String... variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return YamlDocument.parse(FILE, "f.yaml").overlay("APP_", environment, Set.of("agent_id"));
  }

  private static FreeValues values(String... variables) {
    YamlDocument document = overlaid(variables);
    FreeValues values = document.root().rest();
    document.finish();
    return values;
  }

  @Test
  void replacesWhatTheFileSaysAndNamesTheVariableAsItsPlace() {
    FreeValues values = values("APP_FLAG", "false", "OTHER_FLAG", "1", "PATH", "/bin");
    assertThat(values.values()).containsEntry("flag", false).hasSize(4);
    assertThat(values.position("flag")).hasToString("environment variable APP_FLAG");
  }

  @Test
  void reachesIntoAListByIndexAndById() {
    assertThat(values("APP_AGENTS__0__INSTANCES", "3").values().toString())
        .contains("{agent_id=echo, instances=3}");
    assertThat(values("APP_AGENTS__ECHO__INSTANCES", "3").values().toString())
        .contains("{agent_id=echo, instances=3}");
    assertThat(values("APP_AGENTS__MY_AGENT__INSTANCES", "3").values().toString())
        .contains("{agent_id=my-agent, instances=3}");
    assertThat(values("APP_LIMITS__BIG_ONE__PER_MINUTE", "3").values().toString())
        .contains("{Big.One={per_minute=3}}");
  }

  @Test
  void appendsInTheOrderOfTheIndexesAndCreatesWhatIsMissing() {
    String[] variables = new String[24];
    for (int i = 0; i < 12; i++) {
      variables[2 * i] = "APP_PATHS__" + i;
      variables[2 * i + 1] = "p" + i;
    }
    List<String> expected = java.util.stream.IntStream.range(0, 12).mapToObj(i -> "p" + i).toList();
    assertThat(values(variables).values()).containsEntry("paths", expected);
    assertThat(values("APP_NEW__0__DEEP__KEY", "v").values().toString())
        .contains("new=[{deep={key=v}}]");
  }

  @Test
  void readsNamesInAnyCase() {
    YamlDocument document = overlaid("app_Flag", "false", "App_Other_Key", "x");
    YamlMap map = document.root();
    assertThat(map.bool("flag")).contains(false);
    assertThat(map.text("other_key")).map(Located::value).contains("x");
    map.rest();
    assertThat(document.finish()).isEmpty();
  }

  @Test
  void readsValuesAsScalars() {
    FreeValues values =
        values("APP_A", "12", "APP_B", "'12'", "APP_C", "off", "APP_D", "[x]", "APP_E", "");
    assertThat(values.values())
        .containsEntry("a", 12L)
        .containsEntry("b", "12")
        .containsEntry("c", "off")
        .containsEntry("d", "[x]")
        .containsEntry("e", null);
  }

  @Test
  void takesANumberInAVariableAsTextWhereTextIsWanted() {
    YamlDocument document = overlaid("APP_NAME", "007");
    assertThat(document.root().text("name")).map(Located::value).contains("007");
  }

  @Test
  void anEmptyVariableGoesBackToTheDefault() {
    YamlDocument document = overlaid("APP_FLAG", "");
    assertThat(document.root().bool("flag")).isEmpty();
  }

  @Test
  void namesTheVariableAndTheNearestRightOne() {
    YamlDocument document = overlaid("APP_FALG", "1", "APP_AGENTS__0__INSTNACES", "2");
    YamlMap map = document.root();
    map.bool("flag");
    map.sections("agents").forEach(a -> List.of("agent_id", "instances").forEach(a::has));
    map.sections("agents").forEach(a -> a.atLeast(1, "instances", 1));
    assertThatThrownBy(document::finish)
        .hasMessageContaining(
            "environment variable APP_FALG: unknown key `falg`; did you mean `APP_FLAG`?")
        .hasMessageContaining(
            "environment variable APP_AGENTS__0__INSTNACES: unknown key `instnaces` in agents[0];"
                + " did you mean `APP_AGENTS__0__INSTANCES`?");
  }

  @Test
  void refusesWhatCannotBeSet() {
    assertThatThrownBy(() -> values("APP_AGENTS__ECHP__INSTANCES", "1"))
        .hasMessage(
            "environment variable APP_AGENTS__ECHP__INSTANCES: nothing in the list at f.yaml:4:3 is"
                + " called `ECHP`; did you mean `APP_AGENTS__ECHO__INSTANCES`?");
    assertThatThrownBy(() -> values("APP_PATHS__7", "x"))
        .hasMessageEndingWith("index 7 leaves a gap: the list at f.yaml:2:8 has 1");
    assertThatThrownBy(() -> values("APP_FLAG__DEEP", "x"))
        .hasMessageEndingWith("`DEEP` has no place in true at f.yaml:1:7");
    assertThatThrownBy(() -> values("APP_A____B", "x"))
        .hasMessageEndingWith("does not name a setting; write `__` between two levels");
    assertThatThrownBy(() -> values("APP_A", "9".repeat(1000)))
        .hasMessageContaining("a number of 1000 characters");
  }

  @Test
  void refusesTwoVariablesForOneSetting() {
    assertThatThrownBy(
            () -> values("APP_AGENTS__0__INSTANCES", "1", "APP_AGENTS__ECHO__INSTANCES", "2"))
        .hasMessage(
            "environment variable APP_AGENTS__ECHO__INSTANCES: sets what environment variable"
                + " APP_AGENTS__0__INSTANCES sets too");
  }

  @Test
  void leavesAsideWhatKubernetesSetsForAServiceOfTheSameName() {
    assertThat(
            values(
                    "APP_SERVICE_HOST", "10.0.0.1",
                    "APP_SERVICE_PORT", "80",
                    "APP_SERVICE_PORT_HTTP", "80",
                    "APP_PORT", "tcp://10.0.0.1:80",
                    "APP_PORT_80_TCP_ADDR", "10.0.0.1",
                    "APP_SIDE_CAR_SERVICE_HOST", "10.0.0.1",
                    "APP_SIDE_CAR_PORT", "tcp://10.0.0.1:80")
                .values())
        .hasSize(4);
    assertThat(values("APP_PORT", "80").values()).containsEntry("port", 80L);
  }
}
