package io.mas.internal.runtime;

import com.fasterxml.jackson.databind.JavaType;
import io.mas.Agent;
import io.mas.On;
import io.mas.protocol.Json;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code @On} methods of one agent class: its own and those that it inherits. Immutable. */
final class HandlerMethods {
  private final JavaType agent;

  HandlerMethods(Class<?> agentClass) {
    this.agent = Json.mapper().constructType(agentClass);
  }

  /**
   * The methods in force, with the annotation that they bear or inherit from what they override.
   */
  Map<Method, On> annotated() {
    Map<String, Method> inForce = new LinkedHashMap<>();
    Map<Method, On> annotated = new LinkedHashMap<>();
    for (Class<?> type : lineage()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isSynthetic() || method.isBridge()) {
          continue;
        }
        Method effective = method;
        if (isInherited(method)) {
          Method override = inForce.putIfAbsent(signature(method), method);
          effective = override == null ? method : override;
        }
        On on = method.getAnnotation(On.class);
        if (on != null) {
          annotated.putIfAbsent(effective, on);
        }
      }
    }
    return annotated;
  }

  /** A type that a member of a method's class speaks of, as it is in the agent class. */
  JavaType resolve(Method method, Type type) {
    return Json.mapper()
        .getTypeFactory()
        .resolveMemberType(type, agent.findSuperType(method.getDeclaringClass()).getBindings());
  }

  /** Classes, then interfaces, each before what it extends. */
  private List<Class<?>> lineage() {
    List<Class<?>> classes = new ArrayList<>();
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> type = agent.getRawClass();
        type != null && type != Agent.class && type != Object.class;
        type = type.getSuperclass()) {
      classes.add(type);
      addInterfaces(type, interfaces);
    }
    classes.addAll(interfaces);
    return classes;
  }

  private static void addInterfaces(Class<?> of, Set<Class<?>> to) {
    for (Class<?> type : of.getInterfaces()) {
      // to the end again, since one that was met before may be extended by this one
      to.remove(type);
      to.add(type);
      addInterfaces(type, to);
    }
  }

  private static boolean isInherited(Method method) {
    return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
  }

  /** With type variables resolved: an override in a subclass names the types themselves. */
  private String signature(Method method) {
    StringBuilder signature = new StringBuilder(method.getName());
    for (Type parameter : method.getGenericParameterTypes()) {
      signature.append(' ').append(resolve(method, parameter).getRawClass().getName());
    }
    return signature.toString();
  }
}
