package io.mas.runner.cli;

import io.mas.EvictingRedisException;
import io.mas.MasException;
import io.mas.RedisFailureException;
import io.mas.runner.agents.AgentClassException;
import io.mas.runner.redis.BadSettingException;
import io.mas.runner.redis.RedisUnavailableException;
import io.mas.runner.yaml.ConfigException;

/** Exit statuses, and which failure means which. */
final class Exit {
  static final int SUCCESS = 0;
  static final int FOUND_SOMETHING = 1;
  static final int BAD_CONFIGURATION = 2;
  static final int REDIS_OUT_OF_REACH = 3;
  static final int HELD = 4;

  private Exit() {}

  /** The status of a failure whose message is enough for a person; -1 where it is not. */
  static int of(Exception failure) {
    if (failure instanceof ConfigException
        || failure instanceof AgentClassException
        || failure instanceof BadSettingException
        || failure instanceof EvictingRedisException) {
      return BAD_CONFIGURATION;
    }
    if (failure instanceof RedisUnavailableException || failure instanceof RedisFailureException) {
      return REDIS_OUT_OF_REACH;
    }
    if (failure instanceof MasException) {
      return FOUND_SOMETHING;
    }
    return -1;
  }
}
