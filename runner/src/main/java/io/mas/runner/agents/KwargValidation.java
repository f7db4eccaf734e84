package io.mas.runner.agents;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the constraints of a constructor's parameters and of its configuration record. */
final class KwargValidation {
  private final Validator validator;
  private final Map<String, ?> kwargs;
  private final ValueMask mask;

  KwargValidation(Validator validator, Map<String, ?> kwargs) {
    this.validator = validator;
    this.kwargs = kwargs;
    this.mask = new ValueMask(kwargs);
  }

  /**
   * @throws AgentConstructionException with every violation, the first in the alphabet first
   */
  void check(Candidate candidate, @Nullable Object[] arguments) {
    Map<String, KwargPath> found;
    try {
      found = violations(candidate, arguments);
    } catch (ValidationException e) {
      throw new AgentConstructionException(
          KwargPath.ROOT,
          "init_kwargs cannot be checked: " + Thrown.words("a constraint", e, mask));
    }
    if (!found.isEmpty()) {
      throw new AgentConstructionException(
          found.values().iterator().next(), String.join("; ", found.keySet()));
    }
  }

  private Map<String, KwargPath> violations(Candidate candidate, @Nullable Object[] arguments) {
    Map<String, KwargPath> found = new TreeMap<>();
    Constructor<?> constructor = candidate.constructor();
    collect(
        validator.forExecutables().validateConstructorParameters(constructor, arguments),
        candidate.configuration(),
        found);
    if (candidate.configuration() && arguments[0] != null) {
      collect(validator.validate(arguments[0]), false, found);
    }
    return found;
  }

  private void collect(
      Set<? extends ConstraintViolation<?>> violations,
      boolean withoutParameter,
      Map<String, KwargPath> found) {
    for (ConstraintViolation<?> violation : violations) {
      KwargPath path = path(violation.getPropertyPath(), withoutParameter).asWritten(kwargs);
      found.put(path + ": " + mask.texts(violation.getMessage()), path);
    }
  }

  private static KwargPath path(Path nodes, boolean withoutParameter) {
    KwargPath path = KwargPath.ROOT;
    for (Path.Node node : nodes) {
      if (node.getIndex() != null) {
        path = path.then(node.getIndex());
      } else if (node.getKey() != null) {
        path = path.then(node.getKey().toString());
      }
      boolean named =
          node.getKind() == ElementKind.PROPERTY
              || (node.getKind() == ElementKind.PARAMETER && !withoutParameter);
      if (named) {
        path = path.then(node.getName());
      }
    }
    return path;
  }
}
