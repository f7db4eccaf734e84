package io.mas.runner.cli;

import io.mas.runner.launch.Configuration;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.redis.RedisSource;
import java.nio.file.Path;

/** The Redis of a system that runs, for commands that work on it. */
final class RunningRedis {
  private RunningRedis() {}

  /**
   * Opens it. One that {@code --redis} names needs no agents.yaml beside it.
   *
   * @throws io.mas.runner.redis.RedisUnavailableException if it cannot be used, or none runs
   */
  static RedisInUse open(CommonOptions options) {
    if (options.redis != null && options.config == null) {
      return RedisSource.withDirectory(Path.of(".mas")).argument(options.redis).openRunning();
    }
    return Configuration.load(options.config, System.getenv()).redis(options.redis).openRunning();
  }
}
