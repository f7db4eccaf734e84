package io.mas.runner.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the nodes of one document from SnakeYAML's events.
 *
 * <p>Anchors, aliases, tags, merge keys and keys that are no plain text are refused where they
 * stand. No configuration needs them, and without them a document cannot grow beyond its own text,
 * contain itself, or name a class.
 */
final class YamlParser {

  static final int MAX_DEPTH = 20;

  private final Parser events;
  private final String source;
  private final Findings findings;
  private Position reached;

  private YamlParser(String text, String source, Findings findings) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(YamlText.MAX_BYTES);
    this.events = new ParserImpl(new StreamReader(text), options);
    this.source = source;
    this.findings = findings;
    this.reached = new Position(source, 1, 1);
  }

  /**
   * The root of the only document in {@code text}, or null when there is none. Duplicate keys are
   * reported to {@code findings}; all else that is wrong ends the parsing.
   */
  static @Nullable YamlNode parse(String text, String source, Findings findings) {
    YamlParser parser = new YamlParser(text, source, findings);
    try {
      return parser.document();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      throw findings.stop(mark == null ? parser.reached : parser.at(mark), explain(e));
    } catch (YAMLException | IllegalArgumentException e) {
      // A few malformed escapes and directives end in these, without a place of their own.
      throw findings.stop(parser.reached, oneLine("cannot be parsed: " + e.getMessage()));
    }
  }

  private @Nullable YamlNode document() {
    next();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return null;
    }
    next();
    YamlNode root = node(1);
    next();
    Event end = next();
    if (!end.is(Event.ID.StreamEnd)) {
      throw findings.stop(reached, "a second document begins here; one is allowed");
    }
    return root instanceof YamlNode.Scalar scalar && scalar.value() == null ? null : root;
  }

  private Event next() {
    Event event = events.getEvent();
    reached = at(event.getStartMark());
    return event;
  }

  private YamlNode node(int depth) {
    Event event = next();
    Position position = reached;
    refuseUnsupported(event, position);
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, position);
    }
    if (depth > MAX_DEPTH) {
      throw findings.stop(position, "nested deeper than " + MAX_DEPTH + " levels");
    }
    return event.is(Event.ID.SequenceStart) ? list(position, depth) : table(position, depth);
  }

  private void refuseUnsupported(Event event, Position position) {
    if (event instanceof AliasEvent alias) {
      throw findings.stop(
          position, "the alias *" + shorten(alias.getAnchor()) + ": write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw findings.stop(
          position, "the anchor &" + shorten(node.getAnchor()) + ": anchors are not supported");
    }
    String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : null;
    if (event instanceof CollectionStartEvent collection) {
      tag = collection.getTag();
    }
    if (tag != null) {
      throw findings.stop(position, "the tag " + shorten(tag) + ": tags are not supported");
    }
  }

  private YamlNode.Scalar scalar(ScalarEvent event, Position position) {
    if (!event.isPlain()) {
      return YamlNode.Scalar.quoted(event.getValue(), position);
    }
    String refusal = CoreSchema.refusal(event.getValue());
    if (refusal != null) {
      throw findings.stop(position, refusal);
    }
    return YamlNode.Scalar.plain(event.getValue(), position);
  }

  private YamlNode list(Position position, int depth) {
    YamlNode.Items list = YamlNode.Items.empty(position);
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      list.items().add(node(depth + 1));
    }
    next();
    return list;
  }

  private YamlNode table(Position position, int depth) {
    YamlNode.Table table = YamlNode.Table.empty(position);
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      YamlNode.Scalar key = key();
      YamlNode.Entry first = table.entries().get(key.text());
      YamlNode value = node(depth + 1);
      if (first == null) {
        table.entries().put(key.text(), new YamlNode.Entry(key.position(), value));
      } else {
        findings.problem(
            key.position(),
            "the key `" + shorten(key.text()) + "` stands already at " + first.keyPosition());
      }
    }
    next();
    return table;
  }

  private YamlNode.Scalar key() {
    Event event = next();
    Position position = reached;
    refuseUnsupported(event, position);
    if (!(event instanceof ScalarEvent scalar)) {
      throw findings.stop(position, "a list or mapping as a key; a key must be text");
    }
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw findings.stop(position, "the merge key <<: write the values out");
    }
    if (scalar.getValue().isEmpty()) {
      throw findings.stop(position, "a key is missing before the colon");
    }
    return YamlNode.Scalar.quoted(scalar.getValue(), position);
  }

  private Position at(Mark mark) {
    return new Position(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String explain(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "not valid YAML" : e.getProblem();
    String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
    return oneLine(problem + context);
  }

  private static String oneLine(String text) {
    return shorten(text.replaceAll("\\s+", " "), 300);
  }

  private static String shorten(String text) {
    return shorten(text, 60);
  }

  private static String shorten(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
