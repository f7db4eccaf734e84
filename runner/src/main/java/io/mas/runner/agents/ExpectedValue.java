package io.mas.runner.agents;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a user has to write for a Java type, in words. */
final class ExpectedValue {
  private static final Set<Class<?>> SMALL_INTEGERS =
      Set.of(byte.class, Byte.class, short.class, Short.class, int.class, Integer.class);
  private static final Set<Class<?>> INTEGERS = Set.of(long.class, Long.class, BigInteger.class);
  private static final Set<Class<?>> FRACTIONS =
      Set.of(float.class, Float.class, double.class, Double.class, BigDecimal.class);

  private ExpectedValue() {}

  static String words(JavaType type, ObjectMapper mapper) {
    Class<?> raw = type.getRawClass();
    if (type.isReferenceType() && type.getContentType() != null) {
      return words(type.getContentType(), mapper);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (SMALL_INTEGERS.contains(raw)) {
      return "a whole number that fits " + MethodType.methodType(raw).unwrap().returnType();
    }
    if (INTEGERS.contains(raw)) {
      return "a whole number";
    }
    if (FRACTIONS.contains(raw)) {
      return "a number";
    }
    if (CharSequence.class.isAssignableFrom(raw)) {
      return "text (in quotes if it looks like something else)";
    }
    if (raw.isEnum()) {
      return "one of " + ClassNames.list(constants(raw, mapper));
    }
    return structured(type, raw);
  }

  private static String structured(JavaType type, Class<?> raw) {
    if (raw == Duration.class) {
      return "a duration such as PT30S";
    }
    if (TemporalAccessor.class.isAssignableFrom(raw)) {
      return "a " + raw.getSimpleName() + " in ISO form";
    }
    if (type.isCollectionLikeType() || type.isArrayType()) {
      return "a list";
    }
    if (type.isMapLikeType() || raw.isRecord()) {
      return "a mapping" + (raw.isRecord() ? " that fits " + raw.getSimpleName() : "");
    }
    return "something that can be read as " + raw.getSimpleName();
  }

  private static List<String> constants(Class<?> type, ObjectMapper mapper) {
    return Stream.of(type.getEnumConstants())
        .map(constant -> mapper.valueToTree(constant).asText())
        .toList();
  }
}
