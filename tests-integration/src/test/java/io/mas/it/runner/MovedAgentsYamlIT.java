package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.mas.runner.redis.EmbeddedRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permissions stay in force under the path of the file that has published them. */
class MovedAgentsYamlIT {
  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  @Test
  void isWarnedOfAndItsOwnPermissionsGoWithTheirLines() {
    Project here = Project.greeting(directory);
    Project there = Project.greeting(elsewhere);
    try (EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
        RedisClient client = RedisClient.create(redis.address().url())) {
      String url = redis.address().url();
      RedisCommands<String, String> commands = client.connect().sync();
      try (RunnerProcess run = Runner.in(directory).start("service", "--redis", url)) {
        org.awaitility.Awaitility.await().until(() -> commands.exists("mas:policy") == 1);
        assertThat(run.err()).doesNotContain("are in force too");
      }
      String old = here.path("agents.yaml").toString();
      try (RunnerProcess run = Runner.in(elsewhere).start("service", "--redis", url)) {
        run.awaitErr("permissions of " + old + " are in force too")
            .awaitErr("HDEL mas:policy \"" + old + "\" @version");
      }
      String own = there.path("agents.yaml").toString();
      assertThat(commands.hget("mas:policy", own)).contains("greeter");
      there.file(
          "agents.yaml", "agents: [{agent_id: echo, class_path: 'EchoAgent.java:EchoAgent'}]");
      try (RunnerProcess run = Runner.in(elsewhere).start("service", "--redis", url)) {
        run.awaitErr("are in force too");
      }
      assertThat(commands.hget("mas:policy", own)).doesNotContain("greeter");
    }
  }
}
