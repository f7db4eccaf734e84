package io.mas.runner.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CarriedBinaryTest {
  @TempDir private Path cache;

  @ParameterizedTest
  @EnumSource
  void extractsAProgramForItsOwnerAlone(CarriedBinary binary) throws Exception {
    Path file = new BinaryCache(cache).extract(binary);

    assertThat(file).isEqualTo(cache.resolve(binary.directory()).resolve("redis-server"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void extractsAgainOnlyWhatHasChanged() throws Exception {
    var binaries = new BinaryCache(cache);
    Path file = binaries.extract(CarriedBinary.LINUX_AMD64);
    byte[] original = Files.readAllBytes(file);
    Object first = Files.readAttributes(file, "unix:ino").get("ino");
    assertThat(Files.readAttributes(binaries.extract(CarriedBinary.LINUX_AMD64), "unix:ino"))
        .containsEntry("ino", first);

    byte[] changed = original.clone();
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    binaries.extract(CarriedBinary.LINUX_AMD64);

    assertThat(Files.readAllBytes(file)).isEqualTo(original);
  }

  @Test
  void saysHowToNameAnotherDirectoryWhenItCannotWrite() throws Exception {
    Path inTheWay = Files.writeString(cache.resolve("file"), "");

    assertThatThrownBy(() -> new BinaryCache(inTheWay).extract(CarriedBinary.LINUX_AMD64))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining(inTheWay.toString())
        .hasMessageContaining("-Dmas.cache.dir=DIR");
  }

  @Test
  void findsTheCacheDirectoryByPropertyThenXdgThenHome() {
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", cache.toString());
    var binary = CarriedBinary.LINUX_AMD64;

    assertThat(BinaryCache.of(cache.resolve("p").toString(), xdg, "/h").extract(binary))
        .startsWith(cache.resolve("p"));
    assertThat(BinaryCache.of(null, xdg, "/h").extract(binary)).startsWith(cache.resolve("mas"));
    assertThat(BinaryCache.of(null, Map.of("XDG_CACHE_HOME", "rel"), "" + cache).extract(binary))
        .startsWith(cache.resolve(".cache/mas"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, MACOS_AMD64",
    "Mac OS X, aarch64, MACOS_ARM64",
  })
  void isChosenByOperatingSystemAndProcessor(String os, String arch, CarriedBinary expected) {
    assertThat(CarriedBinary.of(os, arch)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
  void isMissingOnOtherPlatformsWithAWayOut(String os, String arch) {
    assertThat(CarriedBinary.of(os, arch)).isEqualTo(Optional.empty());
    var binaries = new ServerBinaries(new SearchPath(null), new BinaryCache(cache), os, arch);

    assertThatThrownBy(() -> binaries.find(BinaryPreference.any()))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining(os + " " + arch)
        .hasMessageContaining("WSL")
        .hasMessageContaining("--redis URL");
  }
}
