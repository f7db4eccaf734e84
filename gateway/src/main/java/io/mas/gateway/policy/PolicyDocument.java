package io.mas.gateway.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of rules with their origins as JSON: what one process publishes for the gateways.
 *
 * <p>The form is {@code {"version":1,"rules":[{"kind":"allow","source":"agents.yaml","line":12,
 * "sender":"a","targets":["b"]}]}}. Reading is strict, since a rule that is half understood is a
 * hole: an unknown version, kind or field, a wrong type, a duplicate or a missing field are errors.
 *
 * @param rules at most 200,000, in order; as JSON at most 16 Mi characters
 */
public record PolicyDocument(List<PolicyRule> rules) {
  static final int MAX_RULES = 200_000;
  static final int MAX_CHARACTERS = 16 * 1024 * 1024;

  private static final int VERSION = 1;
  private static final Origin ORIGIN = new Origin("policy document", 0);

  /** The deepest is a list of ids: document, rules, rule, list. */
  private static final int MAX_DEPTH = 4;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_CHARACTERS)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(4_096)
                          .maxNameLength(64)
                          .maxNumberLength(10)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Throws a {@link PolicyException} when there are too many rules. */
  public PolicyDocument {
    if (rules.size() > MAX_RULES) {
      throw fail("has %d rules, at most %d are allowed".formatted(rules.size(), MAX_RULES));
    }
    rules = List.copyOf(rules);
  }

  /** Throws a {@link PolicyException} when the text would be longer than a reader takes. */
  public String toJson() {
    var document = MAPPER.createObjectNode();
    document.put("version", VERSION);
    var list = document.putArray("rules");
    rules.forEach(rule -> RuleWriter.write(rule, list.addObject()));
    var text = document.toString();
    if (text.length() > MAX_CHARACTERS) {
      throw fail(tooLong(text.length()));
    }
    return text;
  }

  /** Throws a {@link PolicyException} that says what is wrong with the text, and where in it. */
  public static PolicyDocument fromJson(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw fail(tooLong(text.length()));
    }
    var document = new RuleReader(ORIGIN, "the document", parse(text));
    int version = document.number("version");
    if (version != VERSION) {
      throw fail("version %d is unknown, expected %d".formatted(version, VERSION));
    }
    var nodes = document.list("rules");
    document.end();
    if (nodes.size() > MAX_RULES) {
      throw fail("has %d rules, at most %d are allowed".formatted(nodes.size(), MAX_RULES));
    }
    var rules = new ArrayList<PolicyRule>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      rules.add(new RuleReader(ORIGIN, "rules[" + i + "]", nodes.get(i)).rule());
    }
    return new PolicyDocument(rules);
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var where =
          at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw new PolicyException(
          ORIGIN, "is not the JSON expected%s: %s".formatted(where, e.getOriginalMessage()), e);
    }
  }

  private static String tooLong(int length) {
    return "has %d characters, at most %d are allowed".formatted(length, MAX_CHARACTERS);
  }

  private static PolicyException fail(String message) {
    return new PolicyException(ORIGIN, message);
  }
}
