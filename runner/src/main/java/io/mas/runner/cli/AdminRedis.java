package io.mas.runner.cli;

import io.mas.runner.launch.Configuration;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.redis.RedisSource;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Redis of a system for a command that looks at it or changes it, and runs no part of it. */
final class AdminRedis {
  private AdminRedis() {}

  /**
   * The Redis that the command line or the configuration names, else the embedded one of the
   * system, which is started for the command if it does not run. With {@code --redis} alone no
   * configuration is needed.
   */
  static RedisInUse open(CommonOptions options) {
    if (options.redis != null && options.config == null) {
      return RedisSource.withDirectory(Path.of(".mas")).argument(options.redis).open();
    }
    Configuration configuration = Configuration.load(options.config, System.getenv());
    RedisSource source = configuration.redis(options.redis);
    // where nothing was ever kept there is nothing to look at, and nothing is to be made
    return Files.isDirectory(configuration.ownDirectory()) ? source.open() : source.openRunning();
  }
}
