package io.mas.gateway.token;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Where the keys of an issuer are read. May block for some seconds. */
interface JwksSource {
  /** The bytes, one more than a set may have if there are too many. */
  byte[] read() throws IOException;

  static JwksSource of(URI place, LongSupplier nanoTime) {
    return "file".equals(place.getScheme())
        ? () -> fromFile(Path.of(place))
        : () -> fromServer(place, nanoTime);
  }

  private static byte[] fromFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Jwks.MAX_BYTES + 1);
    }
  }

  /** Follows no redirect: that could lead to where anybody can change them. */
  private static byte[] fromServer(URI place, LongSupplier nanoTime) throws IOException {
    long end = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(4);
    HttpURLConnection connection = (HttpURLConnection) place.toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(2_000);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json, application/jwk-set+json");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("the server answers with status " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        return upTo(end, in, nanoTime);
      }
    } finally {
      connection.disconnect();
    }
  }

  /** A server that sends a byte now and then ends no read time-out. */
  private static byte[] upTo(long end, InputStream in, LongSupplier nanoTime) throws IOException {
    byte[] all = new byte[Jwks.MAX_BYTES + 1];
    int length = 0;
    while (length < all.length) {
      int read = in.read(all, length, all.length - length);
      if (read < 0) {
        break;
      }
      if (nanoTime.getAsLong() - end > 0) {
        throw new IOException("the server takes too long");
      }
      length += read;
    }
    return java.util.Arrays.copyOf(all, length);
  }
}
