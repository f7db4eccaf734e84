package io.mas.runner.agents;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A compiled source as bytes: SHA-256 of the rest, key, number and names of its own classes,
 * number, names and bytes of all classes. The digest finds damage, which is not an attack: whoever
 * can write here can write the sources too.
 */
final class CacheEntry {
  private static final int DIGEST = 32;

  private CacheEntry() {}

  static byte[] write(byte[] key, CompiledSource compiled) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.write(key);
    out.writeInt(compiled.own().size());
    for (String name : compiled.own()) {
      out.writeUTF(name);
    }
    out.writeInt(compiled.classes().size());
    for (Map.Entry<String, byte[]> type : compiled.classes().entrySet()) {
      out.writeUTF(type.getKey());
      out.writeInt(type.getValue().length);
      out.write(type.getValue());
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(CompilationKey.sha256().digest(body.toByteArray()));
    body.writeTo(all);
    return all.toByteArray();
  }

  /**
   * What was written under this key; empty if it was under another one.
   *
   * @throws IOException if it is damaged
   */
  static Optional<CompiledSource> read(byte[] entry, byte[] key) throws IOException {
    MessageDigest digest = CompilationKey.sha256();
    if (entry.length < DIGEST + key.length) {
      throw new IOException("it is too short");
    }
    digest.update(entry, DIGEST, entry.length - DIGEST);
    if (!Arrays.equals(digest.digest(), 0, DIGEST, entry, 0, DIGEST)) {
      throw new IOException("it is damaged");
    }
    if (!Arrays.equals(entry, DIGEST, DIGEST + key.length, key, 0, key.length)) {
      return Optional.empty();
    }
    int start = DIGEST + key.length;
    return Optional.of(
        read(new DataInputStream(new ByteArrayInputStream(entry, start, entry.length - start))));
  }

  private static CompiledSource read(DataInputStream in) throws IOException {
    List<String> own = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      own.add(in.readUTF());
    }
    Map<String, byte[]> classes = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      classes.put(name, bytes);
    }
    return new CompiledSource(classes, own);
  }
}
