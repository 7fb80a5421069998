package org.corpuslm.evaluate.breakdown;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.evaluate.score.HeldOutPartition;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.TaskContext;

/**
 * The words of a text that are not in its vocabulary.
 *
 * @param types number of different words
 * @param literal number of tokens that are literally the unknown word
 * @param words the most frequent words, at most {@value #MAX_LISTED}; ties in the order of the
 *     words
 */
public record OovWords(long types, long literal, List<Word> words) implements Serializable {
  private static final int MAX_LISTED = 1000;

  private static final Comparator<Word> ORDER =
      Comparator.comparingLong(Word::count).reversed().thenComparing(Word::word);

  /** A word and its number of occurrences. */
  public record Word(String word, long count) implements Serializable {}

  /** Returns the result for a text without OOV words. */
  public static OovWords none() {
    return new OovWords(0, 0, List.of());
  }

  /**
   * Counts the words exactly. A hash sends every word to one reduce task, which keeps the most
   * frequent ones.
   *
   * @param vocabularyOf directory or binary file with the vocabulary of the text
   */
  public static OovWords count(
      Cluster cluster, List<HeldOutPartition> partitions, String vocabularyOf) {
    int tasks = Math.min(partitions.size(), 4 * cluster.slots());
    List<ArrayList<HeldOutPartition>> groups = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      if (i < tasks) {
        groups.add(new ArrayList<>());
      }
      groups.get(i % tasks).add(partitions.get(i));
    }
    BroadcastHandle<Vocabulary> vocabulary =
        cluster.broadcast(Models.vocabulary(cluster.hadoop(), vocabularyOf));
    List<OovWords> parts =
        cluster.exchange(
            "perplexity: unknown words",
            groups,
            (group, task) -> words(group, vocabulary.value(), tasks, task),
            tasks,
            (i, blocks, task) -> listed(blocks));
    List<Word> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.words()));
    return new OovWords(
        parts.stream().mapToLong(OovWords::types).sum(),
        parts.stream().mapToLong(OovWords::literal).sum(),
        first(all));
  }

  private static Iterator<Block> words(
      List<HeldOutPartition> group, Vocabulary vocabulary, int tasks, TaskContext task)
      throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (HeldOutPartition partition : group) {
      EncodedText text = partition.read(task.hadoop(), vocabulary);
      for (int i = 0; i < text.ids().length; i++) {
        if (text.ids()[i] == Vocabulary.UNK) {
          byte[] form = text.forms().get(i);
          String word = form == null ? "" : new String(form, StandardCharsets.UTF_8);
          counts.merge(word, 1L, Long::sum);
        }
      }
    }
    ByteSink[] sinks = new ByteSink[tasks];
    counts.forEach(
        (word, count) -> {
          int to = Math.floorMod(word.hashCode(), tasks);
          sinks[to] = sinks[to] == null ? new ByteSink(1 << 10) : sinks[to];
          byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
          sinks[to].varint(bytes.length);
          sinks[to].put(bytes, 0, bytes.length);
          sinks[to].varlong(count);
        });
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      if (sinks[i] != null) {
        blocks.add(new Block(i, sinks[i].take()));
      }
    }
    return blocks.iterator();
  }

  private static OovWords listed(Iterator<byte[]> blocks) {
    Map<String, Long> counts = new HashMap<>();
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      while (in.hasMore()) {
        String word = new String(in.bytes(in.varint()), StandardCharsets.UTF_8);
        counts.merge(word, in.varlong(), Long::sum);
      }
    }
    Long literal = counts.remove("");
    List<Word> words = new ArrayList<>();
    counts.forEach((word, count) -> words.add(new Word(word, count)));
    return new OovWords(words.size(), literal == null ? 0 : literal, first(words));
  }

  @SuppressWarnings("NonApiType") // the list has to be serializable
  private static ArrayList<Word> first(List<Word> words) {
    words.sort(ORDER);
    return new ArrayList<>(words.subList(0, Math.min(MAX_LISTED, words.size())));
  }
}
