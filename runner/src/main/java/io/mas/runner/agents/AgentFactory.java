package io.mas.runner.agents;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.Agent;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Makes agent objects of a class and its {@code init_kwargs}.
 *
 * <p>The keys name the parameters of a constructor ({@code max_items} or {@code maxItems}), or the
 * properties of the configuration record or bean that is the only parameter of one. A parameter
 * without a key is an error, unless it is an {@code Optional} or has an annotation named {@code
 * Nullable}; a key that names nothing is always one. A key without a value counts as left out. The
 * key {@code capabilities} is for the framework, and passed on only to what has that name. Values
 * are converted strictly, and checked by Bean Validation, before the constructor runs. It may be of
 * any visibility.
 *
 * <p>Thread-safe. Every object gets values of its own, so instances share no list or map.
 */
public final class AgentFactory {
  private final KwargMapper mapper = new KwargMapper();
  private @Nullable Validator validator;

  /** With a validator of its own, built when a constructor with parameters first needs it. */
  public AgentFactory() {}

  /** With a validator that others use too; its messages must not interpolate values. */
  public AgentFactory(Validator validator) {
    this.validator = validator;
  }

  /**
   * Calls the constructor that fits.
   *
   * @param initKwargs values as a YAML reader gives them; not changed
   * @throws AgentConstructionException if no constructor fits, a value does not, a constraint is
   *     violated, or the constructor throws
   */
  public <A extends Agent<?>> A create(Class<A> type, Map<String, ?> initKwargs) {
    Call call = bind(type, initKwargs);
    try {
      call.constructor().setAccessible(true);
      return type.cast(call.constructor().newInstance(call.arguments().toArray()));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      if (thrown instanceof VirtualMachineError error) {
        throw error;
      }
      throw new AgentConstructionException(
          KwargPath.ROOT,
          Thrown.words(Thrown.constructorOf(type), thrown, new ValueMask(initKwargs)),
          thrown);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException("not a class of AgentClasses: " + type.getName(), e);
    }
  }

  /**
   * All that {@link #create} does, up to the call of the constructor.
   *
   * @throws AgentConstructionException as {@link #create}
   */
  public void check(Class<? extends Agent<?>> type, Map<String, ?> initKwargs) {
    bind(type, initKwargs);
  }

  private Call bind(Class<?> type, Map<String, ?> given) {
    Map<String, Object> kwargs = new LinkedHashMap<>(given);
    Candidate chosen = new ConstructorChoice(type, kwargs, mapper).choose();
    @Nullable Object[] arguments =
        chosen.configuration() ? configuration(chosen, kwargs) : byName(chosen, kwargs);
    if (arguments.length > 0) {
      new KwargValidation(validator(), kwargs).check(chosen, arguments);
    }
    return new Call(chosen.constructor(), Arrays.asList(arguments));
  }

  /** Building one takes half a second, which a start without init_kwargs should not pay. */
  private synchronized Validator validator() {
    if (validator == null) {
      validator =
          Validation.byDefaultProvider()
              .configure()
              .messageInterpolator(new ParameterMessageInterpolator())
              .buildValidatorFactory()
              .getValidator();
    }
    return validator;
  }

  private @Nullable Object[] configuration(Candidate chosen, Map<String, Object> kwargs) {
    JavaType type = mapper.type(chosen.constructor().getGenericParameterTypes()[0]);
    return new @Nullable Object[] {
      convert(chosen.configurationOf(kwargs), type, KwargPath.ROOT, kwargs)
    };
  }

  private @Nullable Object[] byName(Candidate chosen, Map<String, Object> kwargs) {
    Parameter[] parameters = chosen.constructor().getParameters();
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      String key = chosen.keys().get(i);
      JavaType type = mapper.type(parameters[i].getParameterizedType());
      KwargPath path = KwargPath.of(key == null ? parameters[i].getName() : key);
      // An absent Optional becomes an empty one here, anything else null.
      arguments[i] = convert(key == null ? null : kwargs.get(key), type, path, kwargs);
    }
    return arguments;
  }

  private @Nullable Object convert(
      @Nullable Object value, JavaType type, KwargPath path, Map<String, Object> kwargs) {
    try {
      return mapper.convert(value, type);
    } catch (IllegalArgumentException e) {
      throw new MappingProblem(mapper, kwargs).at(path, type, e);
    }
  }

  private record Call(Constructor<?> constructor, List<@Nullable Object> arguments) {}
}
