package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PolicyRuleTest {
  @Test
  void refusesAnIdThatIsNoAgents() {
    var grammar = " is not an agent id (1 to 64 letters, digits, '.', '_' or '-')";
    refuses(() -> Rules.wildcard(3, "a:b"), "allow_wildcard: agent_id: \"a:b\"" + grammar);
    refuses(() -> Rules.wildcard(3, ""), "allow_wildcard: agent_id: \"\"" + grammar);
    refuses(() -> Rules.wildcard(3, "ä"), "allow_wildcard: agent_id: \"ä\"" + grammar);
    refuses(() -> Rules.pair(3, "a", "b*"), "allow_bidirectional: agents: \"b*\"" + grammar);
    refuses(() -> Rules.broadcast(3, "a", "b c"), "allow_broadcast: receivers: \"b c\"" + grammar);
    refuses(
        () -> Rules.allow(3, "a", "pat*"),
        "allow: targets: \"pat*\" is not an agent id or * (1 to 64 letters, digits, '.', '_' or"
            + " '-')");
    assertThat(Rules.wildcard(3, "A.b_c-9" + "x".repeat(57)).mentions()).hasSize(1);
    assertThatThrownBy(() -> Rules.wildcard(3, "x".repeat(65))).hasMessageContaining("1 to 64");
  }

  @Test
  void refusesAStarInPlaceOfOneAgent() {
    refuses(() -> Rules.allow(3, "*", "b"), "allow: sender must be one agent, not *");
    refuses(() -> Rules.block(3, "*", "b"), "block: sender must be one agent, not *");
    refuses(
        () -> Rules.broadcast(3, "a", "*"), "allow_broadcast: receivers must be one agent, not *");
    refuses(() -> Rules.chain(3, "a", "*"), "allow_network: agents must be one agent, not *");
  }

  @Test
  void refusesEmptyLists() {
    refuses(() -> Rules.allow(3, "a"), "allow: targets is empty");
    refuses(() -> Rules.block(3, "a"), "block: targets is empty");
    refuses(() -> Rules.broadcast(3, "a"), "allow_broadcast: receivers is empty");
    refuses(() -> Rules.chain(3), "allow_network: agents is empty");
    refuses(() -> Rules.role(3, "r"), "role: permissions is empty");
  }

  @Test
  void refusesANetworkOfOneOrWithAnAgentTwice() {
    refuses(
        () -> Rules.chain(3, "a"),
        "allow_network: agents has only one agent, a network has two or more");
    refuses(() -> Rules.chain(3, "a", "b", "a"), "allow_network: agents has \"a\" twice");
    refuses(() -> Rules.pair(3, "a", "a"), "allow_bidirectional: agents has \"a\" twice");
  }

  @Test
  void refusesPermissionsThatAreNotSendAndAPattern() {
    refusesPermission("patient*", "has no action, expected send:PATTERN");
    refusesPermission("manage:*", "has the unknown action \"manage\", expected send:PATTERN");
    refusesPermission("Send:*", "has the unknown action \"Send\", expected send:PATTERN");
    refusesPermission(
        "send:",
        ": the pattern is empty, expected an agent id, in which * stands for any characters");
    refusesPermission("send:a**", ": the pattern has two stars in a row, one means the same");
    refusesPermission(
        "send:a b",
        ": \" \" at character 2 of the pattern is neither * nor in an agent id (letters, digits,"
            + " '.', '_' and '-')");
    refusesPermission(
        "send:" + "a".repeat(65), ": the pattern has 65 characters, at most 64 fit an agent id");
  }

  @Test
  void refusesARoleNameAndADescriptionOutOfBounds() {
    refuses(
        () -> Rules.role(3, "a b", "send:*"),
        "role: name: \"a b\" is not a role name (1 to 64 letters, digits, '.', '_' or '-')");
    refuses(
        () -> new PolicyRule.Role("r", List.of("send:*"), "x".repeat(501), Rules.line(3)),
        "role: description has 501 characters, at most 500 are allowed");
  }

  @Test
  void quotesAHostileIdShortAndWithoutControlCharacters() {
    assertThatThrownBy(() -> Rules.wildcard(3, "\u001b[2J\n" + "x".repeat(1_000)))
        .hasMessageContaining("\"\\u001b[2J\\u000ax")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }

  @Test
  void mentionsTheAgentsItNames() {
    assertThat(Rules.allow(1, "a", "*", "b", "a").mentions()).containsExactly("a", "b");
    assertThat(Rules.chain(1, "c", "b", "a").mentions()).containsExactly("c", "b", "a");
    assertThat(Rules.role(1, "r", "send:x*", "send:y").mentions()).containsExactly("y");
    assertThat(Rules.assign(1, "a", "r").mentions()).containsExactly("a");
  }

  @Test
  void isNotChangedByItsList() {
    var targets = new ArrayList<>(List.of("b"));
    var rule = new PolicyRule.Allow("a", targets, Origin.CODE);
    targets.add("c");
    assertThat(rule.targets()).containsExactly("b");
  }

  @Test
  void anOriginNamesItsSourceAndLine() {
    assertThat(Rules.line(12)).hasToString("agents.yaml:12");
    assertThat(Origin.CODE).hasToString("code");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Origin("a\nb", 1))
        .withMessage("the source of a rule, \"a\\u000ab\", has a control character");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Origin(" ", 1))
        .withMessage("the source of a rule has 0 characters, expected 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Origin("a", -1))
        .withMessage("the line of a rule is -1, below 0");
  }

  private static void refusesPermission(String text, String message) {
    refuses(
        () -> Rules.role(3, "r", text),
        "role: permissions: permission \"%s\"%s%s"
            .formatted(text, message.startsWith(":") ? "" : " ", message));
  }

  private static void refuses(ThrowingCallable making, String message) {
    assertThatThrownBy(making)
        .isInstanceOf(PolicyException.class)
        .hasMessage("agents.yaml:3: " + message);
  }
}
