package io.mas.runner.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One YAML file while it is being read: open it, lay the environment over it, read {@link #root()}
 * and {@link #finish()}. Not safe for use by several threads.
 */
public final class YamlDocument {

  private final Position whole;
  private final Findings findings;
  private final YamlNode.Table root;

  private YamlDocument(Position whole, Findings findings, YamlNode.Table root) {
    this.whole = whole;
    this.findings = findings;
    this.root = root;
  }

  /**
   * Reads a file whose top level is a mapping.
   *
   * @throws ConfigException if there is no such file, or it is empty, too large, not UTF-8, not
   *     YAML, or uses a feature of YAML that is refused
   */
  public static YamlDocument open(Path file) {
    return parse(YamlText.read(file), file.toString());
  }

  static YamlDocument parse(String text, String source) {
    Position whole = Position.ofFile(source);
    Findings findings = new Findings();
    YamlNode root = YamlParser.parse(text, source, findings);
    if (root == null) {
      throw findings.stop(whole, "is empty");
    }
    if (root instanceof YamlNode.Table table) {
      return new YamlDocument(whole, findings, table);
    }
    throw findings.stop(root.position(), "expected keys with values, found " + root.describe());
  }

  /** A document without a key, for settings that come from the environment alone. */
  public static YamlDocument none(String source) {
    Position whole = Position.ofFile(source);
    return new YamlDocument(whole, new Findings(), YamlNode.Table.empty(whole));
  }

  /**
   * Lays the variables that begin with {@code prefix} over what the file says.
   *
   * @param idKeys the keys whose value names an item of a list, such as {@code agent_id}
   */
  public YamlDocument overlay(String prefix, Map<String, String> environment, Set<String> idKeys) {
    new EnvironmentOverlay(prefix, idKeys, findings).apply(environment, root);
    return this;
  }

  /** The top level. Every key that is not read from it by the end is reported as unknown. */
  public YamlMap root() {
    return new YamlMap(root, "", "", findings);
  }

  /** Takes what a reader of this document finds wrong. */
  public Findings findings() {
    return findings;
  }

  /** The file as a whole. */
  public Position position() {
    return whole;
  }

  /**
   * Ends the reading and returns the warnings, in the order of the file.
   *
   * @throws ConfigException with everything that was wrong, unknown keys included
   */
  public List<Problem> finish() {
    return findings.finish(whole);
  }

  /** Every key that its reader knows and that the file does not have, without indexes. */
  Set<String> absentKeys() {
    return findings.absentKeys();
  }
}
