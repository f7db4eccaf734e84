package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.mas.protocol.Json;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Payloads as objects of the handler's type, checked by Bean Validation. Thread-safe. */
final class PayloadReader {
  private final ObjectMapper strict =
      Json.mapper()
          .rebuild()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private final Validator validator =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory()
          .getValidator();

  Validator validator() {
    return validator;
  }

  /**
   * The payload as an object.
   *
   * @throws InvalidPayload if it does not fit the type or breaks a constraint
   */
  Object read(JsonNode payload, JavaType type) throws InvalidPayload {
    Object value;
    try {
      value = strict.readerFor(type).readValue(payload);
    } catch (IOException e) {
      throw new InvalidPayload(List.of(MappingFault.describe(e, "payload")));
    }
    if (value == null) {
      throw new InvalidPayload(List.of("payload: must not be null"));
    }
    List<String> violations = describe(validator.validate(value));
    if (!violations.isEmpty()) {
      throw new InvalidPayload(violations);
    }
    return value;
  }

  /** Each as {@code path: what is wrong}, in order. */
  static <T> List<String> describe(Collection<ConstraintViolation<T>> violations) {
    List<String> texts = new ArrayList<>();
    violations.forEach(
        violation -> texts.add(violation.getPropertyPath() + ": " + violation.getMessage()));
    texts.sort(null);
    return texts;
  }
}
