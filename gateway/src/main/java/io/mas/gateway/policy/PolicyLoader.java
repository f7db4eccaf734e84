package io.mas.gateway.policy;

import io.mas.MasException;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the policy: the rules of this gateway's own configuration and those that are published in
 * Redis, one document for each source. One that cannot be read or compiled, or does not decide as
 * the tests expect, is not taken; the last good policy stays in force. Thread-safe.
 */
public final class PolicyLoader {
  private static final Logger log = LoggerFactory.getLogger(PolicyLoader.class);
  private static final String VERSION = "@version";

  private final RedisLink link;
  private List<PolicyRule> own;
  private List<PolicyTest> tests;
  private final BooleanSupplier readable;
  private byte @Nullable [] version;
  private volatile @Nullable Policy current;

  /**
   * With the rules of this gateway's own configuration.
   *
   * @param tests what a policy must decide to be taken
   * @param readable whether Redis has what was published; while it has lost it, what was read last
   *     stays
   */
  public PolicyLoader(
      RedisLink link, List<PolicyRule> own, List<PolicyTest> tests, BooleanSupplier readable) {
    this.link = link;
    this.readable = readable;
    this.own = List.copyOf(own);
    this.tests = List.copyOf(tests);
  }

  /**
   * Takes other rules of its own, and others that are published with them: both are in force
   * together, or neither.
   *
   * @param published what is about to be published, by source
   * @param publisher publishes that; called when it is known to be taken
   * @throws PolicyException if they cannot be compiled together with those published, or do not
   *     decide as the tests expect; nothing has changed then
   * @throws io.mas.internal.redis.LinkException if those published cannot be read
   */
  public synchronized void own(
      List<PolicyRule> rules,
      List<PolicyTest> expectations,
      Map<String, List<PolicyRule>> published,
      Runnable publisher) {
    Map<String, byte[]> sources = link.hash(Keys.POLICY);
    if (!readable.getAsBoolean()) {
      throw new MasException("Redis has lost what was published of the policy");
    }
    published.forEach(
        (source, theirs) ->
            sources.put(
                source, new PolicyDocument(theirs).toJson().getBytes(StandardCharsets.UTF_8)));
    Policy read = tested(rules(rules, sources), expectations);
    publisher.run();
    own = List.copyOf(rules);
    tests = List.copyOf(expectations);
    current = read;
  }

  /** The policy in force; null if none could be read since the start. */
  public @Nullable Policy current() {
    return current;
  }

  /** Reads what is published, if it has changed. */
  public synchronized void refresh() {
    byte[] published = link.field(Keys.POLICY, VERSION);
    // without a version a person has taken a source away, and may take another one
    if (current != null && published != null && Arrays.equals(published, version)) {
      return;
    }
    try {
      boolean first = current == null;
      Policy read = tested(read(own), tests);
      if (!readable.getAsBoolean()) {
        return; // lost while it was read: nothing would be allowed
      }
      current = read;
      if (!first && !Arrays.equals(published, version)) {
        log.info("the policy in force has changed");
      }
    } catch (PolicyException e) {
      log.error("the published policy is not taken, the one before stays: {}", e.getMessage());
    }
    version = published;
  }

  private static Policy tested(List<PolicyRule> rules, List<PolicyTest> expectations) {
    Policy policy = Policy.compile(rules);
    List<PolicyProblem> failures = policy.failures(expectations);
    if (!failures.isEmpty()) {
      throw new PolicyException(failures);
    }
    return policy;
  }

  private List<PolicyRule> read(List<PolicyRule> first) {
    return rules(first, link.hash(Keys.POLICY));
  }

  private static List<PolicyRule> rules(List<PolicyRule> first, Map<String, byte[]> sources) {
    List<PolicyRule> rules = new ArrayList<>(first);
    new TreeMap<>(sources)
        .forEach(
            (source, json) -> {
              if (!source.equals(VERSION)) {
                rules.addAll(
                    PolicyDocument.fromJson(new String(json, StandardCharsets.UTF_8)).rules());
              }
            });
    return rules;
  }

  /** How many rules each source has published; -1 for one that cannot be read. */
  public static Map<String, Integer> sources(RedisLink admin) {
    Map<String, Integer> sources = new TreeMap<>();
    admin
        .hash(Keys.POLICY)
        .forEach(
            (source, json) -> {
              if (!source.equals(VERSION)) {
                sources.put(source, count(json));
              }
            });
    return sources;
  }

  private static int count(byte[] json) {
    try {
      return PolicyDocument.fromJson(new String(json, StandardCharsets.UTF_8)).rules().size();
    } catch (PolicyException e) {
      return -1; // the gateway says what is wrong with it
    }
  }

  /** Publishes the rules of one source, in place of those that it published before. */
  public static void publish(RedisLink admin, String source, List<PolicyRule> rules) {
    byte[] json = new PolicyDocument(rules).toJson().getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(json, admin.field(Keys.POLICY, source))
        && admin.field(Keys.POLICY, VERSION) != null) {
      return;
    }
    byte[] fresh = HexFormat.of().formatHex(SecretKeys.random(8)).getBytes(StandardCharsets.UTF_8);
    admin.setFields(Keys.POLICY, Map.of(source, json, VERSION, fresh));
  }
}
