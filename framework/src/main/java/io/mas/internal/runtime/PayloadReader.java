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
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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

  private final ValidatorFactory validators =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory();

  /** For one validation. */
  Validator validator() {
    return validators
        .usingContext()
        .messageInterpolator(new BoundedInterpolator(validators.getMessageInterpolator()))
        .getValidator();
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
      throw new InvalidPayload(List.of(MappingFault.violation(e, "payload")));
    }
    if (value == null) {
      throw new InvalidPayload(List.of(Violation.of("payload: must not be null")));
    }
    check(() -> validator().validate(value));
    return value;
  }

  /**
   * Refuses a payload that breaks constraints.
   *
   * @throws InvalidPayload if there are violations
   */
  static <T> void check(Supplier<Set<ConstraintViolation<T>>> validation) throws InvalidPayload {
    Set<ConstraintViolation<T>> violations;
    try {
      violations = validation.get();
    } catch (BoundedInterpolator.TooMany e) {
      throw new InvalidPayload(List.of(Violation.of("payload: " + e.getMessage())));
    }
    if (!violations.isEmpty()) {
      throw new InvalidPayload(violations.stream().map(Violation::of).toList());
    }
  }
}
