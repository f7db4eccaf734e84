package io.mas.runner.agents;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns values as a YAML reader gives them into Java objects, strictly: a number is not a text, a
 * fraction is not a whole number, and no property is unknown.
 */
final class KwargMapper {
  private final ObjectMapper mapper = strict();

  private static ObjectMapper strict() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .annotationIntrospector(new KwargIntrospector())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    for (var shape :
        Set.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      builder.withCoercionConfig(
          LogicalType.Textual, textual -> textual.setCoercion(shape, CoercionAction.Fail));
    }
    return builder.build();
  }

  JavaType type(Type type) {
    return mapper.constructType(type);
  }

  ObjectMapper json() {
    return mapper;
  }

  /**
   * @throws IllegalArgumentException as Jackson gives it; its message may hold the value
   */
  @Nullable Object convert(@Nullable Object value, JavaType type) {
    return mapper.convertValue(value, type);
  }

  /** Whether objects of the type are made from a mapping with the type's own property names. */
  static boolean isConfiguration(Class<?> type) {
    return !type.isPrimitive()
        && !type.isArray()
        && !type.isEnum()
        && !type.isInterface()
        && !Iterable.class.isAssignableFrom(type)
        && type.getClassLoader() != null
        && type.getClassLoader() != ClassLoader.getPlatformClassLoader();
  }

  /** The names that a mapping for this type may have, in every way they may be written. */
  Set<String> propertyNames(JavaType type) {
    Set<String> names = new TreeSet<>();
    for (BeanPropertyDefinition property : describe(type).findProperties()) {
      if (property.couldDeserialize()) {
        names.add(property.getName());
        property.findAliases().stream().map(PropertyName::getSimpleName).forEach(names::add);
      }
    }
    return names;
  }

  /** Whether the type's author wants names that it does not have to be taken. */
  boolean takesAnyName(JavaType type) {
    JsonIgnoreProperties ignored = type.getRawClass().getAnnotation(JsonIgnoreProperties.class);
    return describe(type).findAnySetterAccessor() != null
        || (ignored != null && ignored.ignoreUnknown());
  }

  private BeanDescription describe(JavaType type) {
    return mapper.getDeserializationConfig().introspect(type);
  }
}
