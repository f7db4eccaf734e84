package io.mas.runner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.runner.yaml.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionReaderTest {

  @TempDir Path dir;

  private Loaded<AgentsConfig> load(String permissions) throws IOException {
    String agents =
        "agents: [{agent_id: a, class_path: A}, {agent_id: bob, class_path: B},"
            + " {agent_id: c, class_path: C}]\n";
    return AgentsFile.load(
        Files.writeString(dir.resolve("agents.yaml"), agents + "permissions:\n" + permissions),
        Map.of());
  }

  private Permission only(String permission) throws IOException {
    Loaded<AgentsConfig> loaded = load("  - " + permission + "\n");
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().permissions()).hasSize(1);
    return loaded.config().permissions().get(0);
  }

  private static List<String> plain(List<Located<String>> located) {
    return located.stream().map(Located::value).toList();
  }

  @Test
  void readsAllowAndBlock() throws IOException {
    Permission.Allow allow = (Permission.Allow) only("allow: {sender: a, targets: [bob, c]}");
    assertThat(allow.sender().value()).isEqualTo("a");
    assertThat(plain(allow.targets())).containsExactly("bob", "c");
    assertThat(allow.position().line()).isEqualTo(3);
    Permission.Block block = (Permission.Block) only("block: {sender: a, targets: '*'}");
    assertThat(plain(block.targets())).containsExactly("*");
  }

  @Test
  void readsGroups() throws IOException {
    Permission.AllowBidirectional pair =
        (Permission.AllowBidirectional) only("allow_bidirectional: {agents: [a, bob]}");
    assertThat(plain(pair.agents())).containsExactly("a", "bob");
    Permission.AllowNetwork network =
        (Permission.AllowNetwork) only("allow_network: {agents: [a, bob, c]}");
    assertThat(network.bidirectional()).isTrue();
    network =
        (Permission.AllowNetwork)
            only("allow_network: {agents: [a, bob, c], bidirectional: false}");
    assertThat(network.bidirectional()).isFalse();
    assertThat(plain(network.agents())).containsExactly("a", "bob", "c");
  }

  @Test
  void readsBroadcastAndWildcard() throws IOException {
    Permission.AllowBroadcast broadcast =
        (Permission.AllowBroadcast) only("allow_broadcast: {sender: a, receivers: bob}");
    assertThat(plain(broadcast.receivers())).containsExactly("bob");
    Permission.AllowWildcard wildcard =
        (Permission.AllowWildcard) only("allow_wildcard: {agent_id: c}");
    assertThat(wildcard.agentId().value()).isEqualTo("c");
  }

  @Test
  void readsRolesAndTheirAssignment() throws IOException {
    List<Permission> permissions =
        load("""
                  - role: {name: r, permissions: ['send:b*'], description: d}
                  - assign_role: {agent_id: a, role: r}
                """)
            .config()
            .permissions();
    Permission.Role role = (Permission.Role) permissions.get(0);
    assertThat(role.name().value()).isEqualTo("r");
    assertThat(plain(role.permissions())).containsExactly("send:b*");
    assertThat(role.description()).isEqualTo("d");
    Permission.AssignRole assigned = (Permission.AssignRole) permissions.get(1);
    assertThat(List.of(assigned.agentId().value(), assigned.role().value()))
        .containsExactly("a", "r");
  }

  @Test
  void acceptsTheFormWithAType() throws IOException {
    assertThat(only("{type: allow_bidirectional, agents: [a, bob]}"))
        .isInstanceOf(Permission.AllowBidirectional.class);
    assertThat(only("{type: role, name: x, permissions: 'send:*'}"))
        .isInstanceOf(Permission.Role.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alow: {sender: a, targets: [c]}                | unknown kind of permission `alow`; did you mean `allow`?
          {type: alow, sender: a}                        | unknown kind of permission `alow`; did you mean `allow`?
          xyzzy: {sender: a}                             | unknown kind of permission `xyzzy`; known: allow, allow_bidirectional
          {allow: {}, block: {}}                         | a permission has one key, its kind, found allow, block
          {}                                             | a permission has one key, its kind, found none
          a                                              | permissions[0]: expected a mapping, found the text 'a'
          allow: {sender: a}                             | permissions[0].allow.targets is missing
          allow: {sender: a, targets: []}                | permissions[0].allow.targets names nobody
          allow: {sender: a, targets: ['']}              | permissions[0].allow.targets has a blank entry
          allow: {sender: '*', targets: [c]}             | permissions[0].allow.sender must be 1 to 64 of letters
          allow: {sender: a, targets: ['b*']}            | permissions[0].allow.targets must be 1 to 64 of letters
          allow: {sender: a, target: [c]}                | unknown key `target` in permissions[0].allow; did you mean `targets`?
          allow_bidirectional: {agents: [a, bob, c]}     | permissions[0].allow_bidirectional.agents: expected two different agents
          allow_bidirectional: {agents: [a, a]}          | permissions[0].allow_bidirectional.agents: expected two different agents
          allow_network: {agents: [a]}                   | permissions[0].allow_network.agents: expected two or more different agents
          role: {name: r, permissions: ['read:x']}       | permissions[0].role.permissions: expected `send:` and an id
          allow_broadcast: {sender: a, receivers: '*'}   | permissions[0].allow_broadcast.receivers must be 1 to 64 of letters
          role: {name: r, permissions: ['send:**']}      | permissions[0].role.permissions: expected `send:` and an id
          role: {name: 'r:x', permissions: ['send:a']}   | permissions[0].role.name must be 1 to 64 of letters
          assign_role: {agent_id: a, role: '*'}          | permissions[0].assign_role.role must be 1 to 64 of letters
          assign_role: {agent_id: a}                     | permissions[0].assign_role.role is missing
          """)
  void refusesWithTheLine(String permission, String message) {
    assertThatThrownBy(() -> load("  - " + permission + "\n"))
        .hasMessageContaining("agents.yaml:3:")
        .hasMessageContaining(message);
  }

  @Test
  void warnsOfAnAgentThatTheFileDoesNotHaveWithTheNearestId() throws IOException {
    Loaded<AgentsConfig> loaded =
        load(
            """
              - allow: {sender: bbo, targets: [a, nobody, mas, '*']}
              - role: {name: doctor, permissions: 'send:a'}
              - assign_role: {agent_id: a, role: doctr}
            """);
    assertThat(loaded.warnings())
        .extracting(w -> w.position().line() + ":" + w.position().column() + " " + w.message())
        .containsExactly(
            "3:21 a permission names the agent `bbo`, which this file does not have;"
                + " did you mean `bob`?",
            "3:39 a permission names the agent `nobody`, which this file does not have",
            "5:38 a permission names the role `doctr`, which this file does not have;"
                + " did you mean `doctor`?");
    assertThat(loaded.config().permissions()).hasSize(3);
  }

  @Test
  void readsTypesAndMode() throws IOException {
    Permission.Qualified qualified =
        (Permission.Qualified)
            only("allow: {sender: a, targets: [bob], types: ['order.*', bill], mode: shadow}");
    assertThat(qualified.plain()).isInstanceOf(Permission.Allow.class);
    assertThat(plain(qualified.types())).containsExactly("order.*", "bill");
    assertThat(qualified.shadow()).isTrue();
    assertThat(only("block: {sender: a, targets: [bob], mode: enforce}"))
        .isInstanceOf(Permission.Block.class);
  }

  @Test
  void readsRolesThatIncludeOthers() throws IOException {
    Permission.Role role = (Permission.Role) only("role: {name: chief, includes: [clerk]}");
    assertThat(role.permissions()).isEmpty();
    assertThat(plain(role.includes())).containsExactly("clerk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow: {sender: a, targets: [c], types: ['a b']} | 3:46: permissions[0].allow.types: expected a message type",
        "allow: {sender: a, targets: [c], types: []} | permissions[0].allow.types names nobody",
        "allow: {sender: a, targets: [c], mode: off} | permissions[0].allow.mode: expected one of enforce, shadow",
        "role: {name: r, permissions: ['send:a'], mode: shadow} | unknown key",
        "role: {name: r, includes: ['a b']} | permissions[0].role.includes"
      })
  void refusesTermsThatAreNone(String permission, String expected) {
    assertThatThrownBy(() -> load("  - " + permission + "\n")).hasMessageContaining(expected);
  }
}
