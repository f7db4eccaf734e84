package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.internal.redis.AclRules;
import io.mas.internal.redis.Provisioner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each directory that runs an agent has a password of its own, beside those of others. */
class PasswordsIT extends OnRealRedis {
  private Provisioner provisioner;

  @BeforeEach
  void provisioner() {
    provisioner = new Provisioner(link, keys, true);
  }

  private String letsIn(AgentCredentials credentials) {
    return connectAs(
            AclRules.userOf(credentials.agentId()), credentials.redisPassword().orElseThrow())
        .ping();
  }

  @Test
  void thoseOfOneDirectoryStayWhenAnotherGetsSome() {
    AgentCredentials here = provisioner.provision("alice");
    AgentCredentials there = provisioner.provision("alice");
    provisioner.renew(here);
    assertThat(letsIn(here)).isEqualTo("PONG");
    assertThat(letsIn(there)).isEqualTo("PONG");
    assertThat(provisioner.isAdmitted(here)).isTrue();
    assertThat(provisioner.isAdmitted(there)).isTrue();
  }

  @Test
  void seesThatTheUserIsGoneAndBringsItBack() {
    AgentCredentials alice = provisioner.provision("alice");
    redis.aclDeluser(AclRules.userOf("alice"));
    assertThat(provisioner.isAdmitted(alice)).isFalse();
    assertThat(provisioner.renew(alice)).isTrue();
    assertThat(provisioner.isAdmitted(alice)).isTrue();
    assertThat(letsIn(alice)).isEqualTo("PONG");
  }

  @Test
  void seesThatOnlyAnotherPasswordIsKnown() {
    AgentCredentials alice = provisioner.provision("alice");
    redis.aclDeluser(AclRules.userOf("alice"));
    provisioner.provision("alice");
    assertThat(provisioner.isAdmitted(alice)).isFalse();
  }

  @Test
  void refusesTheSeventeenthAndSaysWhatToDo() {
    AgentCredentials first = provisioner.provision("alice");
    for (int i = 1; i < 16; i++) {
      provisioner.provision("alice");
    }
    assertThatThrownBy(() -> provisioner.provision("alice"))
        .isInstanceOf(MasException.class)
        .hasMessageContaining("ACL SETUSER mas-agent-alice resetpass");
    assertThat(provisioner.renew(first)).isTrue();
  }

  @Test
  void seesThatTheFunctionsAreGone() {
    assertThat(link.hasFunctions()).isTrue();
    redis.functionFlush(io.lettuce.core.FlushMode.SYNC);
    assertThat(link.hasFunctions()).isFalse();
  }

  @Test
  void takesRightsAwayThatTheUserHadBefore() {
    AgentCredentials alice = provisioner.provision("alice");
    link.setUser(AclRules.userOf("alice"), java.util.List.of("allkeys", "allchannels", "+@all"));
    provisioner.renew(alice);
    assertThat(link.userMay(AclRules.userOf("alice"), "GET", "anything")).isFalse();
    assertThat(link.userMay(AclRules.userOf("alice"), "PUBLISH", "anything", "x")).isFalse();
  }
}
