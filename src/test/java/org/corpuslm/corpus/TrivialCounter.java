package org.corpuslm.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts what {@code prepare} has to count, with strings, one line at a time. */
public final class TrivialCounter {
  private final PrepareConfig config;
  private final Map<String, Long> words = new HashMap<>();
  private final Map<String, Long> quarantined = new TreeMap<>();
  private long lines;
  private long kept;
  private long empty;
  private long withNul;
  private final List<Integer> lengths = new ArrayList<>();
  private String refusal;

  public TrivialCounter(PrepareConfig config) {
    this.config = config;
  }

  public void count(byte[] text) {
    String hex = HexFormat.of().formatHex(Arrays.copyOf(text, Math.min(3, text.length)));
    if (FileStart.complaint(text, Math.min(FileStart.BYTES, text.length)) != null) {
      refusal = " ";
      return;
    }
    int at = hex.startsWith("efbbbf") ? 3 : 0;
    while (at < text.length && refusal == null) {
      int end = at;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      line(Arrays.copyOfRange(text, at, end));
      at = end + 1;
    }
  }

  private void line(byte[] bytes) {
    lines++;
    if (bytes.length > config.text().maxLineBytes()) {
      bad("TOO_LONG");
      return;
    }
    String line;
    try {
      line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      bad("INVALID_UTF8");
      return;
    }
    List<String> tokens = tokens(line);
    boolean special = tokens.contains("<s>") || tokens.contains("</s>");
    if (special && config.text().replaceSpecial().isEmpty()) {
      bad("LITERAL_SPECIAL");
    } else if (tokens.isEmpty() && config.text().skipEmptyLines()) {
      empty++;
    } else {
      kept++;
      lengths.add(tokens.size());
      withNul += line.indexOf('\0') >= 0 ? 1 : 0;
      for (String token : tokens) {
        boolean mark = token.equals("<s>") || token.equals("</s>");
        words.merge(mark ? config.text().replaceSpecial() : token, 1L, Long::sum);
      }
    }
  }

  private void bad(String reason) {
    if (config.onBadLine() == PrepareConfig.OnBadLine.FAIL) {
      refusal = ":" + lines + ": the line ";
    } else {
      quarantined.merge(reason, 1L, Long::sum);
    }
  }

  private List<String> tokens(String original) {
    String line = config.text().lowercase() ? original.toLowerCase(Locale.ROOT) : original;
    return switch (config.text().tokenizer()) {
      case "words" -> TokenizersTest.WORD.matcher(line).results().map(MatchResult::group).toList();
      case "chars" -> {
        String trimmed = line.replaceAll("[\\x00\\t\\n\\r ]+", " ").replaceAll("^ | \\z", "");
        yield Pattern.compile(TokenizersTest.SPECIAL + "|(?s:.)")
            .matcher(trimmed)
            .results()
            .map(MatchResult::group)
            .map(c -> c.equals(" ") ? "▁" : c.equals("▁") ? "\\▁" : c)
            .toList();
      }
      default ->
          Stream.of(line.split("[\\x00\\t\\n\\r ]+")).filter(word -> !word.isEmpty()).toList();
    };
  }

  /** Returns the rest of the message after the file name if the text must be refused, or null. */
  public String refusal() {
    return refusal;
  }

  public String summary() {
    return "%d lines, %d kept, %d empty, %s, %d with NUL, %d sentences"
        .formatted(lines, kept, empty, inOrder(quarantined), withNul, kept);
  }

  /** Bad lines in the order and form of the tally's own map. */
  public static Map<BadLine, Long> inOrder(Map<String, Long> quarantined) {
    Map<BadLine, Long> reasons = new EnumMap<>(BadLine.class);
    quarantined.forEach((reason, n) -> reasons.put(BadLine.valueOf(reason), n));
    return reasons;
  }

  public Map<String, Long> words() {
    return words;
  }

  /**
   * N-grams of all sentences, {@code </s>} included, that have {@code <s>} at most as the first.
   */
  public long ngrams(int order) {
    return lengths.stream().mapToLong(n -> Math.max(0, n + 1 - Math.max(0, order - 2))).sum();
  }
}
