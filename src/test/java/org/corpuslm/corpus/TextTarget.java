package org.corpuslm.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.runtime.BadInputException;

/**
 * The text readers of {@code prepare}: lines, checks, tokenizers, word table, over any cut of the
 * file, against {@link TrivialCounter}.
 */
public final class TextTarget implements FuzzTarget {
  private static final String[] WORDS = {
    "the",
    "rain",
    "fell",
    "a",
    "of",
    "Barn",
    "don't",
    "3,141.59",
    "<unk>",
    "x<s>",
    "<S>",
    "caf\u00e9",
    "cafe\u0301",
    "\u65e5\u672c",
    "\ud83d\ude00",
    "a\u200bb",
    "\ufeffx",
    "a\u0085b",
    "c\u2028d",
    "\u202etxt",
    "\u0130I",
    "\u03a3\u03c2",
    "e\u0301\u0301\u0301",
    "\u00a0",
    "\u3000",
    "...",
    "(",
    "'"
  };
  private static final String[] BETWEEN = {" ", " ", " ", "  ", "\t", "\0", "\r", " \u2003"};

  private final Configuration conf = MemoryFileSystem.configuration();

  @Override
  public String name() {
    return "text";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    byte[] text = text(in, mutator);
    PrepareConfig config = config(in);
    int packing = in.oneIn(40) ? 1 : 2 * in.random().nextInt(8);
    String suffix = packing == 0 ? ".gz" : packing == 1 ? ".bz2" : ".txt";
    byte[] content = packing == 0 ? gzip(in, text) : packing == 1 ? TextFiles.bzip2(text) : text;
    boolean damaged = packing < 2 && in.oneIn(2);
    content = damaged ? mutator.bytes(content) : content;
    in.input("text" + suffix, content);
    in.input("config.txt", config.toString().getBytes(StandardCharsets.UTF_8));
    String path = MemoryFileSystem.put("/text" + suffix, content);
    InputFile file = new InputFile(path, content.length, 0, packing >= 2);
    if (!damaged) {
      return compare(in, file, text, config);
    }
    try {
      compare(in, file, packing == 0 ? gunzip(content, text) : text, config);
      return true; // the damage is where it does no harm
    } catch (BadInputException e) {
      return false;
    }
  }

  /** Returns whether the text was read correctly; otherwise it was refused correctly. */
  private boolean compare(FuzzCase in, InputFile file, byte[] text, PrepareConfig config)
      throws IOException {
    TrivialCounter expected = new TrivialCounter(config);
    expected.count(text);
    LineStats tally = new LineStats();
    WordTable words = new WordTable(4);
    long[] sentences = {0};
    List<Long> cuts = cuts(in, file);
    try {
      for (int i = 1; i < cuts.size(); i++) {
        TextSplit split = new TextSplit(i, file, cuts.get(i - 1), cuts.get(i));
        tally.add(CheckedLines.of(config).read(conf, split, sink(words, sentences)));
      }
    } catch (BadInputException e) {
      if (expected.refusal() == null
          || !e.getMessage().startsWith(file.path() + expected.refusal())) {
        if (!file.splittable() && e.getMessage().startsWith(file.path())) {
          throw e; // damaged: garbage may come before the checksum tells
        }
        throw new AssertionError("refused, but expected was " + expected.refusal(), e);
      }
      return false;
    }
    if (expected.refusal() != null) {
      throw new AssertionError("read, but " + expected.refusal() + " should have been refused");
    }
    Map<String, Long> counts = new HashMap<>();
    for (int e = 0; e < words.size(); e++) {
      counts.put(new String(words.word(e), StandardCharsets.UTF_8), words.count(e));
    }
    String found =
        "%d lines, %d kept, %d empty, %s, %d with NUL, %d sentences"
            .formatted(
                tally.lines,
                tally.kept,
                tally.skippedEmpty,
                tally.quarantined,
                tally.linesWithNul,
                sentences[0]);
    if (!found.equals(expected.summary())) {
      throw new AssertionError(found + ", but the trivial counter has " + expected.summary());
    }
    if (!counts.equals(expected.words())) {
      throw new AssertionError(counts + ", but the trivial counter has " + expected.words());
    }
    return true;
  }

  private static CheckedLines.Sink sink(WordTable words, long[] sentences) {
    return new CheckedLines.Sink() {
      @Override
      public boolean begin(byte[] buf, int off, int len) {
        sentences[0]++;
        return true;
      }

      @Override
      public void token(byte[] buf, int off, int len) {
        words.add(buf, off, len, 1);
      }

      @Override
      public void end() {}
    };
  }

  private static List<Long> cuts(FuzzCase in, InputFile file) {
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, file.length()));
    for (int n = file.splittable() && file.length() > 0 ? in.random().nextInt(4) : 0; n > 0; n--) {
      cuts.add(in.random().nextLong(file.length()));
    }
    return file.length() == 0 ? List.of(0L, 0L) : new ArrayList<>(cuts);
  }

  /** Lines of words and of what is none, half of them damaged. */
  public static byte[] text(FuzzCase in, Mutator mutator) {
    StringBuilder text = new StringBuilder();
    for (int lines = in.random().nextInt(12); lines > 0; lines--) {
      int words = in.random().nextInt(in.oneIn(10) ? 60 : 8);
      for (int w = 0; w < words; w++) {
        text.append(in.oneIn(20) ? mutator.piece() : in.any(WORDS)).append(in.any(BETWEEN));
      }
      if (in.oneIn(20)) {
        text.append(in.any("<s>", "</s>", " </S> ", "a <s> b"));
      }
      text.append(in.any("\n", "\n", "\n", "\r\n", "\n\n"));
    }
    byte[] bytes =
        (in.oneIn(8) ? "\ufeff" + text : text.toString()).getBytes(StandardCharsets.UTF_8);
    return in.oneIn(2) ? bytes : mutator.bytes(bytes);
  }

  private static PrepareConfig config(FuzzCase in) {
    Configs.Builder config = new Configs.Builder();
    config.tokenizer = in.any("whitespace", "words", "chars");
    config.lowercase = in.oneIn(3);
    config.skipEmptyLines = in.oneIn(3);
    config.quarantine = !in.oneIn(4);
    config.replaceSpecial = in.any("", "", "mark", "<unk>");
    config.maxLineBytes = in.any(1, 20, 60, 200, 1 << 20);
    return config.build();
  }

  /** One member, or several. */
  private static byte[] gzip(FuzzCase in, byte[] text) {
    int cut = in.random().nextInt(text.length + 1);
    return in.oneIn(2)
        ? TextFiles.gzip(text)
        : TextFiles.concat(
            TextFiles.gzip(java.util.Arrays.copyOf(text, cut)),
            TextFiles.gzip(java.util.Arrays.copyOfRange(text, cut, text.length)));
  }

  /** Returns the text as the JDK's reader reads it; the text itself where that reader fails. */
  private static byte[] gunzip(byte[] content, byte[] text) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    } catch (IOException e) {
      return text;
    }
  }
}
