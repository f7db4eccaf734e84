package io.mas.internal.redis;

import java.nio.charset.StandardCharsets;

/** CRC-16/XMODEM (polynomial 0x1021, start 0), the one by which Redis Cluster places keys. */
final class Crc16 {
  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
      TABLE[i] = crc & 0xFFFF;
    }
  }

  private Crc16() {}

  static int of(String text) {
    int crc = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      crc = ((crc << 8) & 0xFFFF) ^ TABLE[((crc >>> 8) ^ b) & 0xFF];
    }
    return crc;
  }
}
