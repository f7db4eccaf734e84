package io.mas.runner.cli;

import io.mas.gateway.Agents;
import io.mas.protocol.KeyAlgorithm;
import io.mas.runner.config.GatewayConfig.RedisAcl;
import io.mas.runner.config.GatewayConfig.SignatureAlgorithm;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.CredentialStore;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.redis.RedisSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The agents of a system for a command that looks at them or changes them. */
final class AgentAccess implements AutoCloseable {
  private final RedisInUse redis;
  private final Agents agents;
  private final Path ownDirectory;
  private final KeyAlgorithm algorithm;

  private AgentAccess(
      RedisSource source,
      Path ownDirectory,
      boolean redisUsers,
      KeyAlgorithm algorithm,
      boolean prepare) {
    this.ownDirectory = ownDirectory;
    this.algorithm = algorithm;
    this.redis = prepare || Files.isDirectory(ownDirectory) ? source.open() : source.openRunning();
    try {
      String url = redis.url().value();
      this.agents = prepare ? Agents.prepared(url, redisUsers) : Agents.at(url, redisUsers);
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  /** With {@code --redis} alone no configuration is needed. */
  static AgentAccess open(CommonOptions options) {
    return open(options, false);
  }

  /** The same, at a Redis that is made ready if it holds no system yet. */
  static AgentAccess prepared(CommonOptions options) {
    return open(options, true);
  }

  private static AgentAccess open(CommonOptions options, boolean prepare) {
    if (options.redis != null && options.config == null) {
      Path own = Path.of(".mas");
      RedisSource source = RedisSource.withDirectory(own).argument(options.redis);
      return new AgentAccess(source, own, true, KeyAlgorithm.HMAC_SHA256, prepare);
    }
    Configuration configuration = Configuration.load(options.config, System.getenv());
    boolean ed25519 = configuration.gateway().signing().algorithm() == SignatureAlgorithm.ED25519;
    return new AgentAccess(
        configuration.redis(options.redis),
        configuration.ownDirectory(),
        configuration.gateway().security().redisAcl() == RedisAcl.AUTO,
        ed25519 ? KeyAlgorithm.ED25519 : KeyAlgorithm.HMAC_SHA256,
        prepare);
  }

  Agents agents() {
    return agents;
  }

  /** That of new keys unless the command says otherwise. */
  KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** Where the credentials of an agent are kept unless the command says otherwise. */
  Path credentials(@Nullable Path named, String agent) {
    return named == null ? CredentialStore.file(ownDirectory, agent) : named;
  }

  /** One that is not there is not found, with a hint at one of a like name. */
  NotFoundException unknown(String agent) {
    return new NotFoundException(
        "there is no agent '%s' at %s%s"
            .formatted(agent, redis.url(), io.mas.runner.yaml.Nearest.hint(agent, agents.ids())));
  }

  @Override
  public void close() {
    agents.close();
    redis.close();
  }
}
