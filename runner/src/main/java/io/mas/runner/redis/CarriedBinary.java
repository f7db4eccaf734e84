package io.mas.runner.redis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The server programs carried by the jar, by operating system and processor. The digests are fixed
 * here, so that neither a changed artifact nor a changed file in the cache is ever started.
 */
enum CarriedBinary {
  LINUX_AMD64("linux-amd64", "c0cdeef856b3410fd99d6ec6fc6a20302e69059b00ce5d6abab7b3e5069ea91e"),
  LINUX_ARM64("linux-arm64", "d5c7ff117caf45d7dc2f59c1f956e1830438779947d66aa5647c2cdcc16eca50"),
  MACOS_AMD64("darwin-amd64", "e22a3d9147802bba0724efb2e446c49e1e514e76ff8031bb6d44b8628400d8f3"),
  MACOS_ARM64("darwin-arm64", "07838a2eb6f5961c89d8e6f1f83482de355dfc6bb04e05bfb00ae1f137dee129");

  /** The version of all of them. */
  static final ServerVersion VERSION = new ServerVersion("Redis", 7, 0, 15);

  private final String platform;
  private final String sha256;

  CarriedBinary(String platform, String sha256) {
    this.platform = platform;
    this.sha256 = sha256;
  }

  /** The one for a platform, named as the system properties os.name and os.arch name it. */
  static Optional<CarriedBinary> of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "other";
    String processor =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> "other";
        };
    String wanted = system + "-" + processor;
    return Arrays.stream(values()).filter(b -> b.platform.equals(wanted)).findFirst();
  }

  /** The platforms there is one for, for messages. */
  static String platforms() {
    return Arrays.stream(values()).map(b -> b.platform).collect(Collectors.joining(", "));
  }

  /** The name of the resource. */
  String resource() {
    return "redis-server-7.0.15-" + platform;
  }

  /** The directory in the cache that is this program's own. */
  String directory() {
    return "redis-7.0.15-" + platform + "-" + sha256.substring(0, 12);
  }

  /** The SHA-256 of the program, in hexadecimal. */
  String sha256() {
    return sha256;
  }
}
