package org.corpuslm.ngram.kenlm;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.WordTable;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Hash;
import org.corpuslm.runtime.MappedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vocabulary of a binary file and the index in the file of each of its words. Ids follow the
 * hashes of the words, so that files with the same words have the same ids, whatever their kind and
 * the order of their ARPA files. As in the import of ARPA files, a word's count is its unigram
 * probability times 10⁹, at least 1. A file without {@code <s>} or {@code </s>} scores it as the
 * unknown word, as KenLM does.
 *
 * @param vocabulary the words; only their hashes if the file does not have the words
 * @param index index in the file by id
 * @param fingerprint SHA-256 of the hashes
 */
record BinaryWords(Vocabulary vocabulary, int[] index, String fingerprint) {
  private static final Logger LOG = LoggerFactory.getLogger(BinaryWords.class);
  private static final double PSEUDO_TOKENS = 1e9;
  private static final int SPECIAL = 3;

  /**
   * Reads the words of a file.
   *
   * @throws BadInputException if they are damaged
   */
  static BinaryWords read(MappedFile file, BinaryHeader header, NgramSearch search, String name) {
    WordIndex words = search.words();
    long[] sorted = words.hashes();
    long bos = hash(Vocabulary.BOS_WORD);
    long eos = hash(Vocabulary.EOS_WORD);
    int others = sorted.length;
    for (long marker : new long[] {bos, eos}) {
      if (words.of(marker) != 0) {
        others--;
      } else {
        LOG.warn(
            "{} does not have the word {}; it is scored as the unknown word, as KenLM does",
            name,
            marker == bos ? Vocabulary.BOS_WORD : Vocabulary.EOS_WORD);
      }
    }
    long[] hashes = new long[others + SPECIAL];
    hashes[Vocabulary.UNK] = hash(Vocabulary.UNK_WORD);
    hashes[Vocabulary.BOS] = bos;
    hashes[Vocabulary.EOS] = eos;
    int size = SPECIAL;
    for (long hash : sorted) {
      if (hash != bos && hash != eos) {
        hashes[size++] = hash;
      }
    }
    int[] index = new int[size];
    long[] counts = new long[size];
    Cursor cursor = search.cursor();
    for (int id = 0; id < size; id++) {
      index[id] = id == Vocabulary.UNK ? 0 : words.of(hashes[id]);
      cursor.start(index[id == Vocabulary.BOS ? Vocabulary.EOS : id]);
      counts[id] = Math.max(1, Math.round(PSEUDO_TOKENS * Math.pow(10, cursor.prob())));
    }
    counts[Vocabulary.BOS] = counts[Vocabulary.EOS];
    Vocabulary vocabulary =
        header.hasWords()
            ? new Strings(file, search, name).vocabulary(index, counts)
            : Vocabulary.ofHashes(hashes, counts);
    return new BinaryWords(vocabulary, index, fingerprint(hashes));
  }

  private static long hash(String word) {
    byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    return Hash.murmur64(utf8, 0, utf8.length);
  }

  private static String fingerprint(long[] hashes) {
    ByteSink bytes = new ByteSink(Long.BYTES * hashes.length);
    for (long hash : hashes) {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        bytes.put((int) (hash >>> shift));
      }
    }
    return DigestUtils.sha256Hex(bytes.take());
  }

  /**
   * Returns the index in a file of each word of another vocabulary; null unless both have the same
   * words.
   */
  static int[] indexOf(Vocabulary other, BinaryWords own, WordIndex words) {
    int size = own.index.length;
    if (other.size() != size || !other.hasWords()) {
      return null;
    }
    int[] index = new int[size];
    for (int id = 1; id < size; id++) {
      byte[] word = other.bytes(id);
      index[id] = words.of(Hash.murmur64(word, 0, word.length));
      if (index[id] == 0 && id > Vocabulary.EOS) {
        return null;
      }
    }
    return index;
  }

  /** The words at the end of a file, each ended by a NUL byte, in the order of their indices. */
  private static final class Strings {
    private final MappedFile file;
    private final NgramSearch search;
    private final String name;
    private final long start;
    private final int[] lengths; // by index
    private final long[] offsets; // by index

    Strings(MappedFile file, NgramSearch search, String name) {
      this.file = file;
      this.search = search;
      this.name = name;
      this.start = search.end();
      int size = search.words().size();
      this.lengths = new int[size];
      this.offsets = new long[size];
      scan(size);
    }

    private void scan(int size) {
      byte[] chunk = new byte[0];
      long chunkAt = start;
      long from = start;
      int n = 0;
      for (long at = start; at < file.size(); at++) {
        if (at == chunkAt + chunk.length) {
          chunkAt = at;
          chunk = file.bytes(at, (int) Math.min(1 << 16, file.size() - at));
        }
        if (chunk[(int) (at - chunkAt)] == 0) {
          if (n == size) {
            throw damaged("more than %d words follow its n-grams".formatted(size));
          }
          offsets[n] = from;
          lengths[n++] = Math.toIntExact(at - from);
          from = at + 1;
        }
      }
      if (n < size || from != file.size()) {
        throw damaged("%d whole words of %d follow its n-grams".formatted(n, size));
      }
    }

    /** Returns the words in the order of ids. */
    Vocabulary vocabulary(int[] index, long[] counts) {
      byte[] unk = word(0);
      if (!new String(unk, StandardCharsets.UTF_8).equals(Vocabulary.UNK_WORD)) {
        throw damaged("its first word is not <unk>");
      }
      WordTable table = new WordTable(index.length);
      for (int id = 0; id < index.length; id++) {
        byte[] word =
            id == Vocabulary.BOS || id == Vocabulary.EOS
                ? (id == Vocabulary.BOS ? Vocabulary.BOS_WORD : Vocabulary.EOS_WORD)
                    .getBytes(StandardCharsets.UTF_8)
                : word(index[id]);
        boolean right =
            id == Vocabulary.UNK
                || search.words().of(Hash.murmur64(word, 0, word.length)) == index[id];
        if (!right || table.add(word, 0, word.length, counts[id]) != id) {
          throw damaged(
              "word %d, '%s', has another hash than its word table"
                  .formatted(index[id], new String(word, StandardCharsets.UTF_8)));
        }
      }
      return Vocabulary.over(table);
    }

    private byte[] word(int i) {
      return file.bytes(offsets[i], lengths[i]);
    }

    private BadInputException damaged(String what) {
      return new BadInputException(
          "%s is damaged or truncated: %s. Copy it again, or build it again from the ARPA file"
              .formatted(name, what));
    }
  }
}
