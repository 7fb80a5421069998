package org.corpuslm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** Text as ids: the most frequent words, ties by their bytes, all others as one. */
public final class WordIds {
  private WordIds() {}

  /**
   * Reads a text.
   *
   * @param words that get an id of their own
   * @param unknown id of all others
   * @param end id of the end of a line
   * @param first id of the most frequent word; the others follow
   * @return {@code end}, then the words of all lines with {@code end} after each
   */
  public static int[] read(Path text, int words, int unknown, int end, int first)
      throws IOException {
    Map<String, int[]> counts = new HashMap<>();
    int length = 1;
    try (BufferedReader lines = Files.newBufferedReader(text)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        StringTokenizer tokens = new StringTokenizer(line);
        length += tokens.countTokens() + 1;
        while (tokens.hasMoreTokens()) {
          counts.computeIfAbsent(tokens.nextToken(), w -> new int[1])[0]++;
        }
      }
    }
    counts.remove("<unk>");
    Map<String, Integer> ids = new HashMap<>();
    for (String word : maxFrequent(counts, words)) {
      ids.put(word, first + ids.size());
    }
    int[] result = new int[length];
    int n = 0;
    result[n++] = end;
    try (BufferedReader lines = Files.newBufferedReader(text)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        StringTokenizer tokens = new StringTokenizer(line);
        while (tokens.hasMoreTokens()) {
          result[n++] = ids.getOrDefault(tokens.nextToken(), unknown);
        }
        result[n++] = end;
      }
    }
    return result;
  }

  private static List<String> maxFrequent(Map<String, int[]> counts, int words) {
    Comparator<Map.Entry<String, int[]>> byCount = Comparator.comparingInt(e -> -e.getValue()[0]);
    Comparator<Map.Entry<String, int[]>> byBytes =
        (a, b) -> Arrays.compareUnsigned(bytes(a.getKey()), bytes(b.getKey()));
    return counts.entrySet().stream()
        .sorted(byCount.thenComparing(byBytes))
        .limit(words)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
