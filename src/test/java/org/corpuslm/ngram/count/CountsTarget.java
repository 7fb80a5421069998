package org.corpuslm.ngram.count;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.WordCounts;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Block;

/**
 * All of {@code count --from-counts} but Spark and tables: outline, words, sorted runs. Of a file
 * that is read, as many n-grams must arrive as it counts words.
 */
public final class CountsTarget implements FuzzTarget {
  private static final String VALID =
      "<s>\t3\n</s>\t3\nb\t3\na\t2\n<s> a\t1\na b\t2\nb a\t1\nb </s>\t2\n<s> </s>\t1\n<s> b\t1\n"
          + "<s> a b\t1\na b a\t1\nb a b\t1\na b </s>\t1\n<s> b </s>\t1\n";

  private final Configuration conf = MemoryFileSystem.configuration();

  @Override
  public String name() {
    return "counts";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    byte[] content = VALID.getBytes(StandardCharsets.UTF_8);
    if (!in.oneIn(16)) {
      content =
          in.oneIn(3)
              ? mutator.bytes(content)
              : mutator.text(VALID).getBytes(StandardCharsets.UTF_8);
    }
    in.input("counts.txt", content);
    String path = MemoryFileSystem.put("/counts.txt", content);
    InputFile file = new InputFile(path, content.length, 0, true);
    try {
      read(TextSplit.plan(List.of(file), in.any(10, 50, 1000)), in.any("<unk>", "a"));
      return true;
    } catch (BadInputException e) {
      if (!e.getMessage().contains(path)) {
        throw new AssertionError("the message does not name the file", e);
      }
      return false;
    }
  }

  private void read(List<TextSplit> splits, String unk) throws IOException {
    CountFiles.Outline outline = new CountFiles.Outline();
    for (TextSplit split : splits) {
      outline = outline.plus(CountFiles.outline(conf, split));
    }
    int order = outline.order();
    if (order == 0) {
      return;
    }
    CountRuns runs = new CountRuns(order, outline);
    List<byte[]> words = new ArrayList<>();
    for (TextSplit split : splits) {
      WordCounts counts = runs.words(conf, split);
      counts.blocks(1).forEach(block -> words.add(block.bytes()));
    }
    Vocabulary vocabulary =
        WordCounts.rank(List.of(WordCounts.merge(words.iterator())), unk, Long.MAX_VALUE);
    long expected = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      expected += id == Vocabulary.BOS ? 0 : vocabulary.count(id);
    }
    Sharding sharding = WordPacking.pack(vocabulary, 2, 0);
    long arrived = 0;
    for (TextSplit split : splits) {
      Iterator<Block> blocks = runs.of(conf, split, vocabulary, sharding);
      while (blocks.hasNext()) {
        RunReader run = new RunReader(blocks.next().bytes(), order, 1);
        while (run.next()) {
          arrived += run.count();
        }
      }
    }
    if (arrived != expected) {
      throw new AssertionError("%d n-grams of %d arrived".formatted(arrived, expected));
    }
  }
}
