package io.mas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Json;
import io.mas.protocol.Names;
import io.mas.protocol.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent needs to prove who it is: its keys and, where Redis knows users, its Redis user.
 *
 * <p>Immutable. Never printed: {@link #toString} shows the agent's id alone.
 */
public final class AgentCredentials {
  private final String agentId;
  private final AgentKeys keys;
  private final @Nullable String redisUser;
  private final @Nullable String redisPassword;

  /**
   * Of an agent's keys and its Redis user.
   *
   * @throws IllegalArgumentException if there is a user without a password, or the other way
   */
  public AgentCredentials(
      String agentId, AgentKeys keys, @Nullable String redisUser, @Nullable String redisPassword) {
    this.agentId = Names.requireId("an agent id", agentId);
    this.keys = Objects.requireNonNull(keys);
    if ((redisUser == null) != (redisPassword == null)) {
      // with half of it the agent would connect as the user of the URL, who may be an admin
      throw new IllegalArgumentException("a Redis user needs a password, and a password a user");
    }
    this.redisUser = redisUser;
    this.redisPassword = redisPassword;
  }

  /** The agent. */
  public String agentId() {
    return agentId;
  }

  /** Its keys. */
  public AgentKeys keys() {
    return keys;
  }

  /** Its user at Redis, if it has one of its own. */
  public Optional<String> redisUser() {
    return Optional.ofNullable(redisUser);
  }

  /** The password of that user. */
  public Optional<String> redisPassword() {
    return Optional.ofNullable(redisPassword);
  }

  /** Writes them to a file that only its owner can read, in place of what was there. */
  public void write(Path file) throws IOException {
    ObjectNode tree = keys.toJson();
    tree.put("agent", agentId);
    tree.put("redis_user", redisUser);
    tree.put("redis_password", redisPassword);
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            ".credentials",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer bytes = ByteBuffer.wrap(Json.write(tree));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file cannot be read or is no credentials file
   */
  public static AgentCredentials read(Path file) throws IOException {
    try {
      JsonNode tree = Json.read(Files.readAllBytes(file));
      return new AgentCredentials(
          Objects.requireNonNullElse(optionalText(tree, "agent"), ""),
          AgentKeys.fromJson(tree),
          optionalText(tree, "redis_user"),
          optionalText(tree, "redis_password"));
    } catch (ProtocolException | IllegalArgumentException e) {
      throw new IOException(file + " is not a credentials file: " + e.getMessage(), e);
    }
  }

  private static @Nullable String optionalText(JsonNode tree, String name)
      throws ProtocolException {
    JsonNode value = tree.path(name);
    if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
      throw new ProtocolException(name + " is not a text");
    }
    return value.textValue();
  }

  /** The agent's id alone. */
  @Override
  public String toString() {
    return "AgentCredentials[" + agentId + "]";
  }
}
