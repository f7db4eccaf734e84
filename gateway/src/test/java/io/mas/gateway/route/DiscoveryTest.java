package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentRecord;
import io.mas.Decision;
import io.mas.gateway.control.Restriction;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.sample.Draft;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
  private final Desk desk = new Desk();

  @BeforeEach
  void threeAgentsAreThere() {
    desk.present.add(new AgentRecord("c", "ACTIVE", List.of("sum"), Map.of("zone", "z1")));
    desk.present.add(new AgentRecord("b", "ACTIVE", List.of("echo", "sum"), Map.of()));
    desk.present.add(new AgentRecord("d", "INACTIVE", List.of("echo"), Map.of()));
    desk.present.add(new AgentRecord("e", "ACTIVE", List.of("echo"), Map.of()));
    allow("b", "c", "d");
  }

  private void allow(String... targets) {
    desk.policy =
        Policy.compile(
            List.of(new PolicyRule.Allow("a", List.of(targets), new Origin("agents.yaml", 1))));
    desk.next();
  }

  private Draft discover(String payload) {
    return desk.a.message(Kind.REQUEST, Names.SYSTEM_AGENT).type("mas.discover").payload(payload);
  }

  private List<String> found(String payload) throws ProtocolException {
    desk.next().decide(discover(payload).sequence(++asked).at(id((int) asked)));
    assertThat(desk.decisions()).containsExactly("ALLOWED");
    ParsedCommit.Notice notice = desk.committed().notices().get(0);
    assertThat(EnvelopeCodec.decode(notice.header()).kind()).isEqualTo(Kind.REPLY);
    return java.util.stream.StreamSupport.stream(
            Desk.json(notice.payload()).path("agents").spliterator(), false)
        .map(agent -> agent.path("id").asText())
        .toList();
  }

  private long asked;

  @Test
  void showsActiveAgentsThatTheAskerMayReachById() throws Exception {
    assertThat(found("{\"capabilities\":[]}")).containsExactly("b", "c");
    assertThat(found("{}")).containsExactly("b", "c");
    allow("c");
    assertThat(found("{}")).containsExactly("c");
    allow("nobody");
    assertThat(found("{}")).isEmpty();
  }

  @Test
  void showsNobodyWhoIsUnderRestraint() throws Exception {
    for (Restriction.Kind kind : Restriction.Kind.values()) {
      desk.restrictions =
          new Restrictions(Map.of("b", new Restriction(kind, Instant.EPOCH, "", false)));
      assertThat(found("{}")).containsExactly("c");
    }
    desk.restrictions = Restrictions.NONE;
    assertThat(found("{}")).containsExactly("b", "c");
  }

  @Test
  void anyOfTheCapabilitiesIsEnough() throws Exception {
    assertThat(found("{\"capabilities\":[\"echo\"]}")).containsExactly("b");
    assertThat(found("{\"capabilities\":[\"echo\",\"sum\"]}")).containsExactly("b", "c");
    assertThat(found("{\"capabilities\":[\"ech\"]}")).isEmpty();
  }

  @Test
  void theAnswerIsSealedAndGoesToTheInstanceThatAsked() throws Exception {
    Draft asking = discover("{}");
    desk.decide(asking.at(id(0)));
    ParsedCommit.Notice notice = desk.committed().notices().get(0);
    Envelope envelope = EnvelopeCodec.decode(notice.header());
    assertThat(notice.stream()).isEqualTo(desk.keys.instanceStream("a", "i1"));
    assertThat(envelope.correlation()).isEqualTo(asking.id());
    assertThat(envelope.sender()).isEqualTo(Names.SYSTEM_AGENT);
    assertThat(
            desk.a
                .principal()
                .delivery()
                .verify(
                    notice.header(), Digests.sha256(notice.payload()), new byte[0], notice.seal()))
        .isTrue();
    JsonNode c = Desk.json(notice.payload()).path("agents").path(1);
    assertThat(c.path("metadata").path("zone").asText()).isEqualTo("z1");
    assertThat(c.path("capabilities").path(0).asText()).isEqualTo("sum");
    assertThat(desk.committed().due()).isEmpty();
    assertThat(desk.committed().audit()).hasSize(1);
  }

  private Decision fault(Draft asking) throws ProtocolException {
    desk.decide(asking.at(id(0)));
    ParsedCommit.Notice notice = desk.committed().notices().get(0);
    assertThat(desk.committed().notices()).hasSize(1);
    assertThat(EnvelopeCodec.decode(notice.header()).kind()).isEqualTo(Kind.FAULT);
    return Refusal.read(notice.payload()).decision();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "7",
        "null",
        "\"echo\"",
        "[\"echo\"]",
        "{\"capabilities\":\"echo\"}",
        "{\"capabilities\":{\"echo\":1}}",
        "{\"capabilities\":[1]}",
        "{\"capabilities\":[null]}",
        "{\"capabilities\":[[\"echo\"]]}"
      })
  void aQuestionThatIsNoneIsAFaultAndDoesNotShowEverybody(String payload) throws Exception {
    if (payload.isEmpty()) {
      payload = " ";
    }
    assertThat(fault(discover(payload))).isEqualTo(Decision.INVALID_MESSAGE);
  }

  @Test
  void withoutAPolicyItIsAFaultAndNotAnEmptyAnswer() throws Exception {
    desk.policy = null;
    desk.next();
    assertThat(fault(discover("{}"))).isEqualTo(Decision.CHECK_FAILED);
  }

  @Test
  void anAnswerThatNoMessageCanHoldIsAFault() throws Exception {
    desk.present.add(new AgentRecord("b", "ACTIVE", List.of("x".repeat(1024 * 1024)), Map.of()));
    assertThat(fault(discover("{}"))).isEqualTo(Decision.INVALID_MESSAGE);
  }

  @Test
  void aRecordThatCannotBeWrittenIsAFaultAndStopsNobody() throws Exception {
    Object deep = 1;
    for (int i = 0; i < 200; i++) {
      deep = List.of(deep);
    }
    desk.present.add(new AgentRecord("b", "ACTIVE", List.of(), Map.of("deep", deep)));
    assertThat(fault(discover("{}"))).isEqualTo(Decision.CHECK_FAILED);
  }
}
