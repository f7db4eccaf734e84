package io.mas.runner.agents;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says in own words why a value does not fit its type: Jackson's messages hold the value, so they
 * are neither shown nor kept as the cause.
 */
final class MappingProblem {
  private final KwargMapper mapper;
  private final Map<String, ?> kwargs;

  MappingProblem(KwargMapper mapper, Map<String, ?> kwargs) {
    this.mapper = mapper;
    this.kwargs = kwargs;
  }

  /**
   * @param at what was converted
   * @param type into what
   */
  AgentConstructionException at(KwargPath at, JavaType type, IllegalArgumentException failure) {
    Throwable cause = failure.getCause();
    if (!(cause instanceof JsonMappingException mapping)) {
      return new AgentConstructionException(at, at + words(cause, type, at));
    }
    KwargPath path = inside(at, mapping).asWritten(kwargs);
    return misspelt(mapping, path)
        .orElseGet(() -> new AgentConstructionException(path, path + words(mapping, type, path)));
  }

  /**
   * A property that is missing because its name is written wrong: Jackson complains of what is
   * missing before it looks at what is unknown.
   */
  private Optional<AgentConstructionException> misspelt(
      JsonMappingException failure, KwargPath path) {
    var references = failure.getPath();
    if (path.parent().isRoot() // the choice of the constructor has looked at these names
        || references.isEmpty()
        || !(references.get(references.size() - 1).getFrom() instanceof Class<?> owner)
        || !KwargMapper.isConfiguration(owner)
        || !(path.parent().in(kwargs) instanceof Map<?, ?> siblings)) {
      return Optional.empty();
    }
    Set<String> names = mapper.propertyNames(mapper.type(owner));
    return siblings.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !names.contains(key) && !mapper.takesAnyName(mapper.type(owner)))
        .findFirst()
        .map(
            key -> {
              KwargPath unknown = path.parent().then(key);
              return new AgentConstructionException(unknown, unknown + unknown(owner, key));
            });
  }

  private String unknown(Class<?> owner, String name) {
    Set<String> names = mapper.propertyNames(mapper.type(owner));
    return ": %s has no property %s%s"
        .formatted(owner.getSimpleName(), name, Nearest.hint(Nearest.to(name, names)));
  }

  private static KwargPath inside(KwargPath at, JsonMappingException failure) {
    KwargPath path = at;
    for (JsonMappingException.Reference reference : failure.getPath()) {
      if (reference.getFieldName() != null) {
        path = path.then(reference.getFieldName());
      } else if (reference.getIndex() >= 0) {
        path = path.then(reference.getIndex());
      }
    }
    return path;
  }

  private String words(@Nullable Throwable cause, JavaType type, KwargPath path) {
    if (cause instanceof UnrecognizedPropertyException unrecognized) {
      return unknown(unrecognized.getReferringClass(), unrecognized.getPropertyName());
    }
    if (cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return expected(mapper.type(mismatch.getTargetType()), path);
    }
    Throwable root = root(cause);
    if (root instanceof InputCoercionException coercion) {
      return expected(mapper.type(coercion.getTargetType()), path);
    }
    if (root == null || root instanceof JacksonException) {
      return expected(type, path);
    }
    String thrower =
        cause instanceof ValueInstantiationException refused
            ? Thrown.constructorOf(refused.getType().getRawClass())
            : "what reads it";
    return ": " + Thrown.words(thrower, root, new ValueMask(kwargs));
  }

  private String expected(JavaType target, KwargPath path) {
    return (path.in(kwargs) == null ? " is missing; it must be " : " must be ")
        + ExpectedValue.words(target, mapper.json());
  }

  private static @Nullable Throwable root(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
