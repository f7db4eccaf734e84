package io.mas.runner.agents;

import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets every property whose author gave it no name of its own be written in snake case too. Only
 * properties: the keys of a map stay as they are.
 */
final class KwargIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable List<PropertyName> findPropertyAliases(Annotated annotated) {
    List<PropertyName> given = super.findPropertyAliases(annotated);
    PropertyName explicit = findNameForDeserialization(annotated);
    String name = implicitName(annotated);
    if (name == null
        || (explicit != null && !explicit.isEmpty())
        || KwargNames.snake(name).equals(name)) {
      return given;
    }
    List<PropertyName> all = new ArrayList<>(given == null ? List.of() : given);
    all.add(PropertyName.construct(KwargNames.snake(name)));
    return all;
  }

  private static @Nullable String implicitName(Annotated annotated) {
    if (annotated instanceof AnnotatedParameter parameter) {
      Class<?> owner = parameter.getDeclaringClass();
      RecordComponent[] components = owner.isRecord() ? owner.getRecordComponents() : null;
      return components != null && components.length == parameter.getOwner().getParameterCount()
          ? components[parameter.getIndex()].getName()
          : null;
    }
    if (annotated instanceof AnnotatedMethod method) {
      String own = method.getName();
      return own.startsWith("set") && own.length() > 3
          ? own.substring(3, 4).toLowerCase(Locale.ROOT) + own.substring(4)
          : own;
    }
    return annotated instanceof AnnotatedMember member ? member.getName() : null;
  }
}
