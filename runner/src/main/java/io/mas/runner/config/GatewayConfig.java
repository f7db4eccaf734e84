package io.mas.runner.config;

import io.mas.gateway.token.JwtAlgorithm;
import io.mas.protocol.KeyAlgorithm;
import io.mas.runner.yaml.FreeValues;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What gateway.yaml says, the environment included. Every setting is checked, also those that this
 * version does not put in force; {@link #notInForce()} lists those of them that the user has set.
 * {@link #namedAgents()} are all agents that it names, which need not be there.
 */
public record GatewayConfig(
    Redis redis,
    RateLimit rateLimit,
    Features features,
    CircuitBreaker circuitBreaker,
    Signing signing,
    Dlp dlp,
    Audit audit,
    Security security,
    Policy policy,
    Durability durability,
    int maxBacklog,
    Optional<Integer> metricsPort,
    Map<String, Target> targets,
    List<Located<String>> namedAgents,
    List<NotInForce> notInForce) {

  /**
   * What messages to one agent may be.
   *
   * @param types with {@code *} for any characters; none for all
   * @param maxPayload in bytes
   * @param schemas files, by the type of the messages whose payload they describe
   */
  public record Target(
      List<Located<String>> types,
      int maxPayload,
      Map<String, Located<String>> schemas,
      PolicyMode mode) {}

  /** A setting that was written down and has no effect in this version. */
  public record NotInForce(String key, Position position) {
    /** A warning for a person. */
    @Override
    public String toString() {
      return position + ": `" + key + "` is not in force in this version";
    }
  }

  /**
   * Which Redis, and how to log in.
   *
   * @param urls several for a Cluster; empty unless given
   * @param passwordFile absolute; exists
   * @param tls given, it overrides what the scheme of the URL says
   */
  public record Redis(
      List<Located<String>> urls,
      Optional<String> username,
      Optional<Path> passwordFile,
      Optional<Boolean> tls,
      Duration socketTimeout) {}

  /**
   * How many messages may pass.
   *
   * @param every of each sending agent that is not named
   * @param agents of sending agents that are; what they leave out is as in {@code every}
   * @param types of each sender for messages of a type
   * @param targets of all that is sent to an agent
   * @param global of all messages together
   */
  public record RateLimit(
      Limit every,
      Map<String, Limit> agents,
      Map<String, Limit> types,
      Map<String, Limit> targets,
      Optional<Limit> global) {}

  /** One limit; a rate that is left out does not limit. */
  public record Limit(
      Optional<Integer> perMinute,
      Optional<Integer> perHour,
      Optional<Integer> burst,
      OnLimit onLimit,
      PolicyMode mode) {}

  /** What becomes of a message that is over a limit. */
  public enum OnLimit {
    REJECT,
    THROTTLE
  }

  /** Which checks run at all. */
  public record Features(
      boolean dlp, boolean rbac, boolean messageSigning, boolean circuitBreaker) {}

  /**
   * When agents that fail are left alone.
   *
   * @param every of each that is not named
   * @param targets of those that are; what they leave out is as in {@code every}
   */
  public record CircuitBreaker(Breaker every, Map<String, Breaker> targets) {}

  /** When an agent that fails is left alone, and for how long. */
  public record Breaker(
      int failureThreshold,
      int successThreshold,
      Duration timeout,
      Duration window,
      Optional<Duration> maxBacklogAge,
      PolicyMode mode) {}

  /** How messages are signed. */
  public record Signing(KeyAlgorithm algorithm, Duration maxTimestampDrift) {}

  /**
   * What is done about sensitive data.
   *
   * @param actions by type of finding, in upper case
   * @param allow texts that are no finding
   * @param scopes as written
   */
  public record Dlp(
      Map<String, DlpAction> actions,
      List<DlpRule> custom,
      List<String> allow,
      FreeValues scopes) {}

  /** What is done with a message in which something was found. */
  public enum DlpAction {
    BLOCK,
    REDACT,
    ALERT,
    ENCRYPT,
    OFF
  }

  /** How bad a finding is. */
  public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /** A type of finding of the user's own: by pattern, by keywords, or a pattern near keywords. */
  public record DlpRule(
      String name,
      Optional<Located<String>> pattern,
      List<String> keywords,
      DlpAction action,
      Severity severity,
      Position position) {}

  /** How much of a decision the audit log holds. */
  public enum AuditLevel {
    MINIMAL,
    STANDARD,
    FULL
  }

  /**
   * The audit log.
   *
   * @param checkpointFile absolute; need not exist
   */
  public record Audit(
      AuditLevel level,
      int retentionDays,
      Duration checkpointEvery,
      Optional<Path> checkpointFile,
      boolean indexByTarget) {}

  /**
   * Protection beside the gateway's own checks.
   *
   * @param jwt what agents must show beside their signing keys
   */
  public record Security(RedisAcl redisAcl, Optional<Jwt> jwt) {}

  /**
   * Which token of an issuer outside an agent must show.
   *
   * @param jwks where the keys are: a file that exists, or https
   */
  public record Jwt(
      Located<URI> jwks,
      String issuer,
      String audience,
      JwtAlgorithm algorithm,
      String agentClaim,
      String agentPrefix,
      Duration clockSkew) {}

  /** Whether agents get Redis users of their own. */
  public enum RedisAcl {
    AUTO,
    OFF
  }

  /** Who may send to whom, beside what agents.yaml says. */
  public record Policy(PolicyMode mode, List<Permission> rules, List<PolicyTest> tests) {}

  /** Whether a denial is carried out or only written down. */
  public enum PolicyMode {
    ENFORCE,
    SHADOW
  }

  /** What a test of the policy expects. */
  public enum Expectation {
    ALLOW,
    HOLD,
    DENY
  }

  /** A case that the policy must decide as expected. */
  public record PolicyTest(
      String from, String to, Optional<String> type, Expectation expect, Position position) {}

  /** How many replicas must have a commit before it counts. */
  public record Durability(int replicas, Duration timeout) {}
}
