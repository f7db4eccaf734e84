package io.mas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.protocol.AgentKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCredentialsTest {
  @TempDir Path directory;

  private final AgentKeys keys = AgentKeys.generate();

  @Test
  void comesBackFromItsFile() throws IOException {
    Path file = directory.resolve("deep/er/echo.json");
    new AgentCredentials("echo", keys, "mas-agent-echo", "pass").write(file);

    AgentCredentials read = AgentCredentials.read(file);

    assertThat(read.agentId()).isEqualTo("echo");
    assertThat(read.keys().signer().sameAs(keys.signer())).isTrue();
    assertThat(read.keys().delivery()).isEqualTo(keys.delivery());
    assertThat(read.redisUser()).contains("mas-agent-echo");
    assertThat(read.redisPassword()).contains("pass");
  }

  @Test
  void anAgentWithoutARedisUserComesBackWithoutOne() throws IOException {
    Path file = directory.resolve("echo.json");
    new AgentCredentials("echo", keys, null, null).write(file);
    AgentCredentials read = AgentCredentials.read(file);
    assertThat(read.redisUser()).isEmpty();
    assertThat(read.redisPassword()).isEmpty();
  }

  @Test
  void onlyTheOwnerCanReadTheFile() throws IOException {
    Path file = directory.resolve("echo.json");
    Files.writeString(file, "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    new AgentCredentials("echo", keys, null, null).write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void leavesNothingElseBehind() throws IOException {
    Path file = directory.resolve("echo.json");
    new AgentCredentials("echo", keys, null, null).write(file);
    new AgentCredentials("echo", keys, null, null).write(file);
    Path occupied = Files.createDirectories(directory.resolve("occupied/full")).getParent();
    assertThatThrownBy(() -> new AgentCredentials("echo", keys, null, null).write(occupied))
        .isInstanceOf(IOException.class);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file, occupied);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "secret-0",
        "{\"agent\":\"echo\"}",
        "{\"agent\":\"echo\",\"signing\":{\"k1\":\"secret-0\"},\"delivery\":\"secret-0\"}",
        "KEYS\"agent\":\"a:b\"}",
        "KEYS\"agent\":7}",
        "KEYS\"redis_user\":\"u\"}",
        "KEYS\"agent\":\"echo\",\"redis_user\":\"u\"}",
        "KEYS\"agent\":\"echo\",\"redis_password\":\"secret-0\"}",
        "KEYS\"agent\":\"echo\",\"redis_user\":\"u\",\"redis_password\":7}",
        "KEYS\"agent\":\"echo\",\"redis_user\":{},\"redis_password\":\"secret-0\"}"
      })
  void refusesAnythingElseAndNamesTheFileAlone(String text) throws IOException {
    Path file = directory.resolve("echo.json");
    String keysText = keys.toJson().toString();
    Files.writeString(
        file, text.replace("KEYS", keysText.substring(0, keysText.length() - 1) + ","));

    assertThatThrownBy(() -> AgentCredentials.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a credentials file: ")
        .hasMessageNotContaining("secret-0");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = directory.resolve("none.json");
    assertThatThrownBy(() -> AgentCredentials.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.json");
  }

  /** With half of them the agent would connect as the user of the URL, who may be an admin. */
  @Test
  void aRedisUserNeedsAPasswordAndAPasswordAUser() {
    assertThatThrownBy(() -> new AgentCredentials("echo", keys, "user", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AgentCredentials("echo", keys, null, "password"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("password\"");
  }

  @Test
  void showsTheAgentAlone() {
    assertThat(new AgentCredentials("echo", keys, "user", "pass"))
        .hasToString("AgentCredentials[echo]");
  }
}
