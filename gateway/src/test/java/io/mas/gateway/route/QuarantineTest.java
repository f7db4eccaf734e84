package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.control.Restriction;
import io.mas.gateway.control.Restrictions;
import io.mas.gateway.sample.Draft;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent by, and to, an agent that is under restraint. */
class QuarantineTest {
  private static final String ID = NOW + "-0";

  private final Desk desk = new Desk();

  private void restrain(String agent, Restriction.Kind kind) {
    desk.restrictions =
        new Restrictions(Map.of(agent, new Restriction(kind, Instant.EPOCH, "leaks data", false)));
    desk.next();
  }

  private String decision(Draft sent) {
    desk.next().decide(sent.at(ID));
    return desk.audited(0).path("decision").asText();
  }

  @Test
  void isRefusedAndKeptToBeReplayedAndItsSenderIsToldNoReason() throws Exception {
    for (String agent : new String[] {"a", "b"}) {
      restrain(agent, Restriction.Kind.QUARANTINED);
      Draft sent = desk.a.send("b");
      ParsedCommit commit = desk.decide(sent.at(ID));
      assertThat(desk.decisions()).containsExactly("AUTHZ_DENIED");
      assertThat(desk.audited(0).path("reason").asText())
          .isEqualTo("agent " + agent + " is quarantined");
      assertThat(commit.due()).isEmpty();
      assertThat(commit.notices()).hasSize(1);
      assertThat(desk.letter(0, "shown")).isEqualTo("1");
      assertThat(desk.letterPayload(0)).isEqualTo(sent.payload());
      desk.state.ledger("a", desk.a.ledger(0), desk.plan);
    }
  }

  @Test
  void isRefusedWhereAnAgentIsKilledToo() {
    restrain("b", Restriction.Kind.KILLED);
    assertThat(decision(desk.a.send("b"))).isEqualTo("AUTHZ_DENIED");
    assertThat(desk.audited(0).path("reason").asText()).isEqualTo("agent b is killed");
  }

  @Test
  void isRefusedWhetherItIsAskedAnsweredOrAskedOfTheGateway() {
    restrain("a", Restriction.Kind.QUARANTINED);
    assertThat(decision(desk.a.message(Kind.REQUEST, "b"))).isEqualTo("AUTHZ_DENIED");
    assertThat(decision(desk.a.message(Kind.REPLY, "b").targetInstance("i1").sequence(2)))
        .isEqualTo("AUTHZ_DENIED");
    assertThat(
            decision(
                desk.a.message(Kind.REQUEST, Names.SYSTEM_AGENT).type("mas.discover").sequence(3)))
        .isEqualTo("AUTHZ_DENIED");
  }

  @Test
  void passesWhereItReachesNobody() {
    restrain("a", Restriction.Kind.QUARANTINED);
    assertThat(decision(desk.a.leave())).isEqualTo("ALLOWED");
  }

  @Test
  void passesBetweenOthers() {
    restrain("c", Restriction.Kind.QUARANTINED);
    assertThat(decision(desk.a.send("b"))).isEqualTo("ALLOWED");
  }
}
