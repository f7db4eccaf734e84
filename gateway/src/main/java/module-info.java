/** The gateway: what stands between agents, and the registry of who is there. */
module io.mas.gateway {
  requires transitive io.mas.framework;
  requires transitive org.jspecify;
  requires com.networknt.schema;
  requires com.nimbusds.jose.jwt;
  requires io.github.bucket4j.core;
  requires org.slf4j;
  requires re2j;

  exports io.mas.gateway;
  exports io.mas.gateway.breaker;
  exports io.mas.gateway.control;
  exports io.mas.gateway.letters;
  exports io.mas.gateway.limit;
  exports io.mas.gateway.payload;
  exports io.mas.gateway.policy;
  exports io.mas.gateway.registry;
  exports io.mas.gateway.token;
}
