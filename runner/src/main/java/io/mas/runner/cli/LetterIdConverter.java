package io.mas.runner.cli;

import io.mas.gateway.letters.LetterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids of dead letters as {@code dlq list} shows them. */
final class LetterIdConverter implements ITypeConverter<LetterId> {
  @Override
  public LetterId convert(String text) {
    try {
      return LetterId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
