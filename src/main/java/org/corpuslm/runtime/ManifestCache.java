package org.corpuslm.runtime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;

/**
 * The large manifests that this JVM read last, so that a thousand tasks on a directory of a
 * thousand shards parse its manifest once per executor and not once each. A manifest that was
 * replaced since (another size or time) is read again. Holds {@value #MAX_HELD} manifests.
 * Thread-safe.
 */
final class ManifestCache {
  /** Smaller ones are parsed faster than they are looked up. */
  private static final long MIN_BYTES = 1 << 15;

  private static final int MAX_HELD = 4;

  private static final Map<Key, Manifest> HELD =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Manifest> eldest) {
          return size() > MAX_HELD;
        }
      };

  private ManifestCache() {}

  private record Key(String path, long bytes, long time) {}

  /** Reads and checks a manifest. */
  interface Reader {
    Manifest read() throws IOException;
  }

  static Manifest get(FileStatus file, Reader reader) throws IOException {
    if (file.getLen() < MIN_BYTES) {
      return reader.read();
    }
    Key key = new Key(file.getPath().toString(), file.getLen(), file.getModificationTime());
    synchronized (HELD) { // tasks that start together wait for one to parse it
      Manifest held = HELD.get(key);
      if (held == null) {
        held = reader.read();
        HELD.put(key, held);
      }
      return held;
    }
  }
}
