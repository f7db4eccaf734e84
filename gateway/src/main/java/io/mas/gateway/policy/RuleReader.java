package io.mas.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes a JSON object apart field by field, each exactly once and of the right type. */
final class RuleReader {
  private final Origin document;
  private final String where;
  private final ObjectNode node;
  private final Set<String> read = new LinkedHashSet<>();

  /** Throws a {@link PolicyException} when the node is not an object. */
  RuleReader(Origin document, String where, JsonNode node) {
    this.document = document;
    this.where = where;
    if (!(node instanceof ObjectNode object)) {
      throw fail("is not an object");
    }
    this.node = object;
  }

  PolicyRule rule() {
    var kind = text("kind");
    var origin = origin();
    PolicyRule rule =
        switch (kind) {
          case PolicyRule.Allow.KIND ->
              new PolicyRule.Allow(text("sender"), texts("targets"), origin);
          case PolicyRule.AllowBidirectional.KIND -> {
            var agents = texts("agents");
            if (agents.size() != 2) {
              throw fail("agents has %d entries, expected 2".formatted(agents.size()));
            }
            yield new PolicyRule.AllowBidirectional(agents.get(0), agents.get(1), origin);
          }
          case PolicyRule.AllowNetwork.KIND ->
              new PolicyRule.AllowNetwork(texts("agents"), flag("bidirectional"), origin);
          case PolicyRule.AllowBroadcast.KIND ->
              new PolicyRule.AllowBroadcast(text("sender"), texts("receivers"), origin);
          case PolicyRule.AllowWildcard.KIND ->
              new PolicyRule.AllowWildcard(text("agent_id"), origin);
          case PolicyRule.Block.KIND ->
              new PolicyRule.Block(text("sender"), texts("targets"), origin);
          case PolicyRule.Role.KIND ->
              new PolicyRule.Role(
                  text("name"),
                  texts("permissions"),
                  optionalTexts("includes"),
                  text("description"),
                  origin);
          case PolicyRule.AssignRole.KIND ->
              new PolicyRule.AssignRole(text("agent_id"), text("role"), origin);
          default -> throw fail("the kind %s is unknown".formatted(Ids.quote(kind)));
        };
    PolicyRule qualified = rule.under(terms(origin));
    end();
    return qualified;
  }

  private Terms terms(Origin origin) {
    try {
      return new Terms(
          optionalTexts("types"),
          node.has("shadow") && flag("shadow"),
          node.has("approval_seconds") ? Duration.ofSeconds(number("approval_seconds")) : null);
    } catch (IllegalArgumentException e) {
      throw new PolicyException(origin, String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> optionalTexts(String field) {
    return node.has(field) ? texts(field) : List.of();
  }

  int number(String field) {
    var value = field(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw fail("%s is not a whole number in range".formatted(field));
    }
    return value.intValue();
  }

  ArrayNode list(String field) {
    if (!(field(field) instanceof ArrayNode array)) {
      throw fail("%s is not a list".formatted(field));
    }
    return array;
  }

  /** Throws a {@link PolicyException} when there is a field that nobody asked for. */
  void end() {
    for (var field : node.properties()) {
      if (!read.contains(field.getKey())) {
        throw fail(
            "unknown field %s%s"
                .formatted(Ids.quote(field.getKey()), Nearest.suggestion(field.getKey(), read)));
      }
    }
  }

  private Origin origin() {
    var source = text("source");
    int line = number("line");
    try {
      return new Origin(source, line);
    } catch (IllegalArgumentException e) {
      throw new PolicyException(document, "%s: %s".formatted(where, e.getMessage()), e);
    }
  }

  private String text(String field) {
    var value = field(field);
    if (!value.isTextual()) {
      throw fail("%s is not a text".formatted(field));
    }
    return value.textValue();
  }

  private List<String> texts(String field) {
    var texts = new ArrayList<String>();
    for (var value : list(field)) {
      if (!value.isTextual()) {
        throw fail("%s[%d] is not a text".formatted(field, texts.size()));
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  private boolean flag(String field) {
    var value = field(field);
    if (!value.isBoolean()) {
      throw fail("%s is neither true nor false".formatted(field));
    }
    return value.booleanValue();
  }

  private JsonNode field(String field) {
    read.add(field);
    var value = node.get(field);
    if (value == null) {
      throw fail("the field %s is missing".formatted(field));
    }
    return value;
  }

  private PolicyException fail(String message) {
    return new PolicyException(document, where + ": " + message);
  }
}
