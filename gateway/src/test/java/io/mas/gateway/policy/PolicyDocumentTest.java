package io.mas.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {
  private static final List<PolicyRule> ONE_OF_EACH =
      List.of(
          Rules.allow(1, "a", "b", "*"),
          Rules.pair(2, "a", "b"),
          Rules.mesh(3, List.of("a", "b", "c")),
          Rules.chain(4, "a", "b"),
          Rules.broadcast(5, "a", "b", "c"),
          Rules.wildcard(6, "a"),
          Rules.block(7, "a", "c"),
          new PolicyRule.Role("r", List.of("send:b*", "send:c"), "says \"é\"\n", Origin.CODE),
          Rules.assign(9, "a", "r"),
          Rules.allow(10, "a", "b").under(new Terms(List.of("t"), true)));

  @Test
  void bringsBackEveryKindOfRuleWithItsOrigin() {
    assertThat(ONE_OF_EACH.stream().<Class<?>>map(PolicyRule::getClass).distinct())
        .containsExactlyInAnyOrder(PolicyRule.class.getPermittedSubclasses());
    var text = new PolicyDocument(ONE_OF_EACH).toJson();
    assertThat(PolicyDocument.fromJson(text).rules()).isEqualTo(ONE_OF_EACH);
  }

  @Test
  void hasTheFormThatIsDocumented() {
    assertThat(new PolicyDocument(List.of(Rules.allow(12, "a", "b"))).toJson())
        .isEqualTo(
            "{\"version\":1,\"rules\":[{\"kind\":\"allow\",\"source\":\"agents.yaml\",\"line\":12,"
                + "\"sender\":\"a\",\"targets\":[\"b\"]}]}");
    assertThat(new PolicyDocument(List.of()).toJson()).isEqualTo("{\"version\":1,\"rules\":[]}");
  }

  @Test
  void refusesAnUnknownVersion() {
    refuses("{'version':2,'rules':[]}", "version 2 is unknown, expected 1");
    refuses("{'version':'1','rules':[]}", "the document: version is not a whole number in range");
    refuses("{'version':1.0,'rules':[]}", "the document: version is not a whole number in range");
    refuses("{'rules':[]}", "the document: the field version is missing");
  }

  @Test
  void refusesAnUnknownKindAndUnknownFields() {
    refusesRule("{'kind':'allw','source':'x','line':1}", "the kind \"allw\" is unknown");
    refusesRule(
        "{'kind':'allow_wildcard','source':'x','line':1,'agent_id':'a','agnet_id':'b'}",
        "unknown field \"agnet_id\"; did you mean \"agent_id\"?");
    refuses("{'version':1,'rules':[],'more':1}", "the document: unknown field \"more\"");
  }

  @Test
  void refusesMissingFieldsAndWrongTypes() {
    refusesRule("'allow'", "is not an object");
    refusesRule("{'kind':'allow','source':'x'}", "the field line is missing");
    refusesRule("{'kind':'allow','source':null,'line':1}", "source is not a text");
    refusesRule("{'kind':'allow','source':'x','line':-1}", "the line of a rule is -1, below 0");
    refusesRule("{'kind':'allow','source':'x','line':1,'sender':7}", "sender is not a text");
    refusesRule(
        "{'kind':'allow','source':'x','line':1,'sender':'a','targets':'b'}",
        "targets is not a list");
    refusesRule(
        "{'kind':'allow','source':'x','line':1,'sender':'a','targets':['b',null]}",
        "targets[1] is not a text");
    refusesRule(
        "{'kind':'allow_network','source':'x','line':1,'agents':['a','b'],'bidirectional':'true'}",
        "bidirectional is neither true nor false");
    refusesRule(
        "{'kind':'allow_bidirectional','source':'x','line':1,'agents':['a','b','c']}",
        "agents has 3 entries, expected 2");
    refuses("{'version':1,'rules':{}}", "the document: rules is not a list");
    refuses("[]", "the document: is not an object");
  }

  @Test
  void refusesARuleThatIsWrongInItselfNamingItsOrigin() {
    assertThatThrownBy(
            () ->
                read(
                    "{'version':1,'rules':[{'kind':'allow_wildcard','source':'f','line':4,'agent_id':'a:b'}]}"))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith("f:4: allow_wildcard: agent_id: \"a:b\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "{'version':1,'rules':[]",
        "{'version':1,'rules':[]} {}",
        "{'version':1,'version':1,'rules':[]}",
        "{'version':1,'rules':[[[[[[]]]]]]}",
        "{'version':12345678901,'rules':[]}"
      })
  void refusesWhatIsNotStrictlyJson(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith("policy document: ");
  }

  @Test
  void tellsWhereTheJsonBreaks() {
    assertThatThrownBy(() -> read("{'version':1,\n'rules':?}"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("at line 2, column 9");
  }

  @Test
  void refusesMoreRulesThanAReaderTakes() {
    var rule = Rules.wildcard(1, "a");
    var tooMany = Collections.nCopies(PolicyDocument.MAX_RULES + 1, rule);
    assertThatThrownBy(() -> new PolicyDocument(tooMany))
        .isInstanceOf(PolicyException.class)
        .hasMessage("policy document: has 200001 rules, at most 200000 are allowed");
  }

  @Test
  void refusesMoreCharactersThanAReaderTakesOnBothSides() {
    var targets = new ArrayList<>(Collections.nCopies(300_000, "x".repeat(64)));
    var document = new PolicyDocument(List.of(new PolicyRule.Allow("a", targets, Origin.CODE)));
    assertThatThrownBy(document::toJson)
        .isInstanceOf(PolicyException.class)
        .hasMessageMatching("policy document: has \\d+ characters, at most 16777216 are allowed");
    assertThatThrownBy(() -> PolicyDocument.fromJson(" ".repeat(PolicyDocument.MAX_CHARACTERS + 1)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("at most 16777216");
  }

  private static void refusesRule(String rule, String message) {
    refuses("{'version':1,'rules':[%s]}".formatted(rule), "rules[0]: " + message);
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(PolicyException.class)
        .hasMessage("policy document: " + message);
  }

  private static PolicyDocument read(String text) {
    return PolicyDocument.fromJson(text.replace('\'', '"'));
  }
}
