/** The framework: agents, their messages and the runtime that carries them. */
module io.mas.framework {
  requires transitive com.fasterxml.jackson.databind;
  requires transitive jakarta.validation;
  requires transitive org.jspecify;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires com.fasterxml.jackson.datatype.jsr310;
  requires org.bouncycastle.provider;
  requires org.hibernate.validator;
  requires org.slf4j;
  requires lettuce.core;

  exports io.mas;
  exports io.mas.protocol to
      io.mas.gateway;
  exports io.mas.internal.redis to
      io.mas.gateway;
}
