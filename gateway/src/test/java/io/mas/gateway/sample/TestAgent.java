package io.mas.gateway.sample;

import io.mas.gateway.identity.InstanceEntry;
import io.mas.gateway.identity.Principal;
import io.mas.gateway.identity.SenderLedger;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import io.mas.protocol.SecretKeys;

/** An agent with keys of its own and one instance, named i1. */
public final class TestAgent {
  /** The moment at which tests take place. */
  public static final long NOW = 1_800_000_000_000L;

  private final String id;
  private final AgentKeys keys = AgentKeys.generate();
  private final byte[] token = SecretKeys.random(SecretKeys.TOKEN_BYTES);

  private TestAgent(String id) {
    this.id = id;
  }

  public static TestAgent named(String id) {
    return new TestAgent(id);
  }

  public String id() {
    return id;
  }

  public AgentKeys keys() {
    return keys;
  }

  public byte[] token() {
    return token.clone();
  }

  /** As the directory knows it. */
  public Principal principal() {
    return new Principal(id, AgentEntry.of(keys));
  }

  /** A ledger in which its instance i1 is registered as number 1 and has sent so many messages. */
  public SenderLedger ledger(long sequence) {
    return SenderLedger.empty().with("i1", entry(1, sequence));
  }

  public InstanceEntry entry(long number, long sequence) {
    return new InstanceEntry(number, sequence, Digests.sha256(token), 0);
  }

  /** A message with number 1 of instance i1, sent just now. */
  public Draft message(Kind kind, String target) {
    return new Draft(this, kind, target);
  }

  public Draft send(String target) {
    return message(Kind.SEND, target);
  }

  public Draft register(long number) {
    return message(Kind.REGISTER, Names.SYSTEM_AGENT)
        .type("mas.register")
        .payload("{\"number\":" + number + "}");
  }

  public Draft leave() {
    return message(Kind.LEAVE, Names.SYSTEM_AGENT).type("mas.leave");
  }
}
