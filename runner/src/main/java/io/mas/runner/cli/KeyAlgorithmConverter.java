package io.mas.runner.cli;

import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.ProtocolException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of an algorithm for signing keys. */
final class KeyAlgorithmConverter implements ITypeConverter<KeyAlgorithm> {
  @Override
  public KeyAlgorithm convert(String text) {
    try {
      return KeyAlgorithm.of(text);
    } catch (ProtocolException e) {
      throw new TypeConversionException(
          "'%s' is no algorithm; use hmac-sha256 or ed25519".formatted(text));
    }
  }
}
