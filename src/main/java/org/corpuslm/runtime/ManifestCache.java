package org.corpuslm.runtime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;

/**
 * Caches the {@value #MAX_HELD} large manifests that this JVM used last, so that an executor parses
 * the manifest of a directory with a thousand shards once, not once per task. A manifest whose file
 * has another size or time than before is read again. Thread-safe.
 */
final class ManifestCache {
  /** Smaller manifests are parsed faster than their file status is looked up. */
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
