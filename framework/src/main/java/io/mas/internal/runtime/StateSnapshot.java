package io.mas.internal.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.PayloadMappingException;
import io.mas.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An agent's state at one revision: a JSON text for each property.
 *
 * @param revision a text that no other change of this state bears; {@code "0"} for none yet
 * @param properties the properties
 */
record StateSnapshot(String revision, Map<String, String> properties) {
  /** The field of the hash that holds the revision; no property's name can begin with '@'. */
  static final String REVISION_FIELD = "@revision";

  /** The field of the hash that says which turn has locked the state, and until when. */
  static final String LOCK_FIELD = "@lock";

  /** No text of this length breaks a bound of {@link Json}: depth, digits, lengths. */
  private static final int SURELY_WITHIN_BOUNDS = Json.MAX_DEPTH - 1;

  StateSnapshot {
    properties = Map.copyOf(properties);
  }

  static StateSnapshot empty() {
    return new StateSnapshot("0", Map.of());
  }

  /** As the agent's own type. */
  Object as(JavaType type) {
    ObjectNode tree = Json.mapper().createObjectNode();
    String current = "state";
    try {
      for (Map.Entry<String, String> property : properties.entrySet()) {
        current = property.getKey();
        tree.set(current, Json.mapper().readTree(property.getValue()));
      }
      current = "state";
      return Json.mapper().readerFor(type).readValue(tree);
    } catch (IOException e) {
      throw misfit(type, MappingFault.describe(e, current));
    } catch (NumberFormatException e) {
      throw misfit(type, current + ": a number is too big");
    }
  }

  /**
   * Checks that the properties fit the type, and that those named are properties of it. Others may
   * be there from an earlier version of the type.
   */
  void mustFit(JavaType type, Set<String> named) {
    as(type);
    ObjectNode nothing = Json.mapper().createObjectNode();
    named.forEach(nothing::putNull);
    try {
      Json.mapper()
          .readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(nothing);
    } catch (UnrecognizedPropertyException e) {
      throw misfit(type, "it has no property '" + e.getPropertyName() + "'");
    } catch (IOException e) {
      throw misfit(type, MappingFault.describe(e, "state"));
    }
  }

  private static PayloadMappingException misfit(JavaType type, String fault) {
    return new PayloadMappingException(
        "the state does not fit %s: %s".formatted(type.getRawClass().getName(), fault));
  }

  /** The properties of a whole state. */
  static Map<String, String> propertiesOf(Object whole) {
    JsonNode tree = tree(whole);
    if (!tree.isObject()) {
      throw new PayloadMappingException(
          "a state is a record or class with properties, not " + whole.getClass().getName());
    }
    Map<String, String> properties = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      properties.put(checked(property.getKey()), text(property.getKey(), property.getValue()));
    }
    return properties;
  }

  /** The properties with some set anew. */
  Map<String, String> with(Map<String, ?> changes) {
    Map<String, String> changed = new HashMap<>(properties);
    changes.forEach((name, value) -> changed.put(checked(name), text(name, tree(value))));
    return changed;
  }

  /** The names that these properties have and those others lack. */
  List<String> missingIn(Map<String, String> others) {
    List<String> missing = new ArrayList<>();
    for (String name : properties.keySet()) {
      if (!others.containsKey(name)) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** Those of the others that these properties lack or have otherwise. */
  Map<String, String> changedIn(Map<String, String> others) {
    Map<String, String> changed = new HashMap<>();
    others.forEach(
        (name, json) -> {
          if (!json.equals(properties.get(name))) {
            changed.put(name, json);
          }
        });
    return changed;
  }

  private static JsonNode tree(@org.jspecify.annotations.Nullable Object value) {
    try {
      return Json.mapper().valueToTree(value);
    } catch (IllegalArgumentException e) { // NumberFormatException among them
      throw new PayloadMappingException("a state that cannot be written as JSON", e);
    }
  }

  /** The property as text, if it can be read again: else the agent could never start from it. */
  private static String text(String name, JsonNode value) {
    try {
      String text = Json.mapper().writeValueAsString(value);
      if (text.length() > SURELY_WITHIN_BOUNDS) {
        Json.mapper().readTree(text);
      }
      return text;
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new PayloadMappingException(
          "property '%s' of the state is nested too deep or too long to be stored".formatted(name));
    }
  }

  private static String checked(String name) {
    if (name.isEmpty() || name.startsWith("@")) {
      throw new PayloadMappingException(
          "a property of a state needs a name that does not begin with '@'");
    }
    return name;
  }
}
