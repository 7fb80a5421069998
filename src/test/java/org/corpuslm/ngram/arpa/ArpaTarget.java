package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramShardWriter;
import org.corpuslm.ngram.model.ShardRows;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * All of {@code import-arpa} but Spark: head, sections in pieces of the file, vocabulary, rows, and
 * in some cases the tables. Of a file that is read, as many n-grams must arrive as it has lines.
 */
public final class ArpaTarget implements FuzzTarget {
  private static final String[] WORDS = {"<s>", "</s>", "<unk>", "a", "b", "the", "caf\u00e9", "c"};

  private final Configuration conf = MemoryFileSystem.configuration();

  @Override
  public String name() {
    return "arpa";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    byte[] content = valid(in).getBytes(StandardCharsets.UTF_8);
    if (!in.oneIn(16)) {
      content =
          in.oneIn(3)
              ? mutator.bytes(content)
              : mutator
                  .text(new String(content, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
    }
    in.input("lm.arpa", content);
    String path = MemoryFileSystem.put("/lm.arpa", content);
    InputFile file = new InputFile(path, content.length, 0, true);
    ImportConfig config =
        new ImportConfig(
            path,
            "",
            in.any(0, 1, 3),
            "whitespace",
            in.oneIn(4),
            in.any("", "", "a", "</s>", "<s>"),
            in.any(Double.NaN, 0.0, 0.001),
            in.oneIn(4),
            in.oneIn(4));
    in.input("config.txt", config.toString().getBytes(StandardCharsets.UTF_8));
    try {
      read(in, file, config);
      return true;
    } catch (BadInputException e) {
      if (!e.getMessage().contains(path) && !e.getMessage().contains("--")) {
        throw new AssertionError("the message does not name the file", e);
      }
      return false;
    }
  }

  private void read(FuzzCase in, InputFile file, ImportConfig config) throws IOException {
    TextSplit whole = new TextSplit(0, file, 0, file.length());
    ArpaHead head = ArpaHead.read(conf, whole, config);
    List<TextSplit> splits = splits(in, file);
    List<ArpaOutline.Piece> pieces = new ArrayList<>();
    for (TextSplit split : splits) {
      pieces.add(ArpaOutline.scan(conf, split));
    }
    ArpaOutline outline = ArpaOutline.of(head, pieces);
    ArpaVocabulary words = ArpaVocabulary.of(head, config);
    if (head.order() == 1) {
      return;
    }
    int order = head.order();
    int shards = Math.max(1, config.shards());
    Sharding sharding = Sharding.of(words.vocabulary(), shards);
    List<List<byte[]>> sent = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      sent.add(new ArrayList<>());
    }
    for (int i = 0; i < splits.size(); i++) {
      Iterator<Block> blocks =
          new ArpaRows(
              conf,
              splits.get(i),
              config,
              outline.starts().get(i),
              order,
              words.vocabulary(),
              sharding);
      while (blocks.hasNext()) {
        Block block = blocks.next();
        sent.get(block.partition()).add(block.bytes());
      }
    }
    if (in.oneIn(4)) {
      long[] written = write(order, words.vocabulary().size(), sent, file);
      compare(written, file);
    }
  }

  private long[] write(int order, int vocabulary, List<List<byte[]>> sent, InputFile file)
      throws IOException {
    MemoryFileSystem.clear("/staging");
    MemoryFileSystem.put("/staging/mark", new byte[0]);
    long[] written = new long[order + 1];
    for (int shard = 0; shard < sent.size(); shard++) {
      NgramShardWriter.Result result =
          ShardRows.write(
              order,
              vocabulary,
              shard,
              sent.get(shard).iterator(),
              ngram -> new BadInputException(file.path() + ": stands twice"),
              new TaskContext(conf, "attempt"),
              new Staging("mem:/staging"));
      for (int k = 2; k <= order; k++) {
        written[k] += result.ngrams()[k];
      }
    }
    return written;
  }

  /** Against the lines of the sections, less those with a mark of beginning inside. */
  private void compare(long[] written, InputFile file) throws IOException {
    byte[] content;
    try (var in =
        new org.apache.hadoop.fs.Path(file.path())
            .getFileSystem(conf)
            .open(new org.apache.hadoop.fs.Path(file.path()))) {
      content = in.readAllBytes();
    }
    long[] expected = new long[written.length];
    int section = 0;
    boolean data = false;
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", 0)) {
      String text = line.replaceAll("[ \\t\\r\\x00]+", " ").trim();
      if (text.startsWith("\\")) {
        section += data ? 1 : 0;
        data |= text.equals("\\data\\");
      } else if (section > 1 && section < expected.length && !text.isEmpty()) {
        List<String> fields = List.of(text.split(" "));
        expected[section] += fields.subList(2, section + 1).contains("<s>") ? 0 : 1;
      }
    }
    for (int k = 2; k < expected.length; k++) {
      if (written[k] != expected[k]) {
        throw new AssertionError(
            "%d %d-grams arrived, the file has %d".formatted(written[k], k, expected[k]));
      }
    }
  }

  private static List<TextSplit> splits(FuzzCase in, InputFile file) {
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, file.length()));
    for (int n = file.length() == 0 ? 0 : in.random().nextInt(4); n > 0; n--) {
      cuts.add(in.random().nextLong(file.length()));
    }
    List<TextSplit> splits = new ArrayList<>();
    Long start = null;
    for (Long end : cuts) {
      if (start != null) {
        splits.add(new TextSplit(splits.size(), file, start, end));
      }
      start = end;
    }
    return splits.isEmpty() ? List.of(new TextSplit(0, file, 0, 0)) : splits;
  }

  /** A file as a tool may write it; the same n-gram may come twice in it. */
  public static String valid(FuzzCase in) {
    int order = 1 + in.random().nextInt(in.oneIn(20) ? 11 : 4);
    StringBuilder sections = new StringBuilder();
    StringBuilder sizes = new StringBuilder();
    for (int k = 1; k <= order; k++) {
      sections.append("\n\\").append(k).append("-grams:\n");
      int rows = k == 1 ? WORDS.length : in.random().nextInt(6);
      for (int row = 0; row < rows; row++) {
        sections.append(in.any("-0.5", "-1.25", "-2", "-0.30103", "-99", "0"));
        for (int w = 0; w < k; w++) {
          String word =
              k == 1 ? WORDS[row] : WORDS[in.random().nextInt(w == 0 ? 0 : 1, WORDS.length)];
          sections.append(w == 0 ? '\t' : ' ').append(word);
        }
        sections.append(k < order ? in.any("\t-0.1", "\t0", "", "\t-0.25") : "").append('\n');
      }
      sizes.append("ngram ").append(k).append('=').append(rows).append('\n');
    }
    return "\\data\\\n" + sizes + sections + "\n\\end\\\n";
  }
}
