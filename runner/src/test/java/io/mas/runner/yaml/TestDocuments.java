package io.mas.runner.yaml;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiConsumer;

/** Lets tests outside this package see what is hidden from readers of settings. */
public final class TestDocuments {

  private TestDocuments() {}

  /** A document from text. */
  public static YamlDocument parse(String text) {
    return YamlDocument.parse(text, "f.yaml");
  }

  /** The keys that {@code reader} asks for and that {@code file} does not have. */
  public static Set<String> absentFrom(Path file, BiConsumer<Path, YamlDocument> reader) {
    YamlDocument document = YamlDocument.open(file);
    reader.accept(file, document);
    return document.absentKeys();
  }
}
