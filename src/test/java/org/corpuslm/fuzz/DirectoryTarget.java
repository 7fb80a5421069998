package org.corpuslm.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.PublishedFile;

/**
 * Published directories of every kind, with a damaged manifest, or a damaged file whose size and
 * checksum the manifest confirms, as one who means harm would write them.
 */
final class DirectoryTarget implements FuzzTarget {
  private static final String CASE = "/case";

  static {
    // Which tells every damaged file with a stack trace.
    Configurator.setLevel("org.apache.parquet", Level.OFF);
  }

  private final Configuration conf = MemoryFileSystem.configuration();
  private final SavedDirectories saved = new SavedDirectories(conf);

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public boolean run(FuzzCase in) throws IOException {
    Mutator mutator = new Mutator(in.random());
    List<String> names = saved.names();
    String name = names.get(in.random().nextInt(names.size()));
    in.input("kind.txt", name.getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> files = new TreeMap<>(saved.files(name));
    if (in.oneIn(3)) {
      damageManifest(in, mutator, files);
    } else {
      damageFile(in, mutator, files);
    }
    try {
      read(in, name, files);
      return true;
    } catch (BadInputException | IOException e) { // of a disk as well, so that tasks try again
      return false;
    }
  }

  private void damageFile(FuzzCase in, Mutator mutator, Map<String, byte[]> files)
      throws IOException {
    List<String> names = files.keySet().stream().filter(f -> !f.equals(Manifest.FILE)).toList();
    String file = names.get(in.random().nextInt(names.size()));
    byte[] content = mutator.bytes(files.get(file));
    files.put(file, in.input(file, content));
    if (!in.oneIn(8)) {
      confirm(files, file);
      in.input(Manifest.FILE, files.get(Manifest.FILE));
    }
  }

  /** Gives a file the size and the checksum in the manifest that it has now. */
  static void confirm(Map<String, byte[]> files, String file) throws IOException {
    byte[] content = files.get(file);
    JsonNode manifest = Json.MAPPER.readTree(files.get(Manifest.FILE));
    for (JsonNode entry : manifest.path("files")) {
      if (entry.path("path").asText().equals(file)) {
        ((ObjectNode) entry).put("bytes", content.length);
        ((ObjectNode) entry).put("sha256", DigestUtils.sha256Hex(content));
      }
    }
    files.put(Manifest.FILE, bytes(Json.write(manifest)));
  }

  private static void damageManifest(FuzzCase in, Mutator mutator, Map<String, byte[]> files)
      throws IOException {
    byte[] manifest = files.get(Manifest.FILE);
    if (in.oneIn(4)) {
      manifest = bytes(mutator.text(new String(manifest, StandardCharsets.UTF_8)));
    } else {
      JsonNode tree = Json.MAPPER.readTree(manifest);
      for (int n = 1 + in.random().nextInt(2); n > 0; n--) {
        change(in, mutator, tree);
      }
      manifest = bytes(Json.write(tree));
    }
    files.put(Manifest.FILE, in.input(Manifest.FILE, manifest));
  }

  /** Another value at any place of the tree. */
  private static void change(FuzzCase in, Mutator mutator, JsonNode tree) throws IOException {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(tree, containers);
    containers.removeIf(c -> c.size() == 0);
    if (containers.isEmpty()) {
      return;
    }
    ContainerNode<?> parent = containers.get(in.random().nextInt(containers.size()));
    int at = in.random().nextInt(parent.size());
    if (parent instanceof ObjectNode object) {
      List<String> fields = new ArrayList<>();
      object.fieldNames().forEachRemaining(fields::add);
      String field = fields.get(at);
      if (in.oneIn(6)) {
        object.remove(field);
      } else {
        object.set(field, other(in, mutator, object.get(field), containers));
      }
    } else if (parent instanceof ArrayNode array) {
      switch (in.random().nextInt(3)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(array.get(at).deepCopy());
        default -> array.set(at, other(in, mutator, array.get(at), containers));
      }
    }
  }

  private static JsonNode other(
      FuzzCase in, Mutator mutator, JsonNode value, List<ContainerNode<?>> containers)
      throws IOException {
    return switch (in.random().nextInt(6)) {
      case 0 -> Json.MAPPER.nullNode();
      case 1 -> Json.tree(mutator.piece());
      case 2 -> containers.get(in.random().nextInt(containers.size())).deepCopy();
      case 3 -> Json.tree(value.asText() + mutator.piece());
      default -> {
        try {
          yield Json.MAPPER.readTree(mutator.number());
        } catch (IOException e) {
          yield Json.tree(mutator.number());
        }
      }
    };
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> to) {
    if (node instanceof ContainerNode<?> container) {
      to.add(container);
    }
    node.forEach(child -> collect(child, to));
  }

  SavedDirectories saved() {
    return saved;
  }

  /** Reads all that a directory of one of the saved kinds has, with these files. */
  void read(FuzzCase in, String name, Map<String, byte[]> files) throws IOException {
    MemoryFileSystem.clear(CASE);
    files.forEach((file, content) -> MemoryFileSystem.put(CASE + "/" + file, content));
    String path = "mem:" + CASE;
    switch (name) {
      case "corpus" -> corpus(path);
      case "counts" -> counts(path);
      default -> model(in, path, name.equals("neural"));
    }
  }

  private void corpus(String path) throws IOException {
    Corpus corpus = Corpus.open(conf, path);
    Vocabulary vocabulary = corpus.vocabulary(conf);
    for (String split : List.of("valid", "test")) {
      for (PublishedFile file : corpus.files(split)) {
        EncodedText text =
            EncodedText.read(conf, corpus.directory().at(file), file, vocabulary.size());
        if (text.ids().length != file.rows()) {
          throw new AssertionError("%d words of %d".formatted(text.ids().length, file.rows()));
        }
        for (int i = 0; i < text.ids().length; i++) {
          text.form(vocabulary, i);
        }
        for (int from = 0; from < text.ids().length; ) {
          from = Vocabulary.endOfSentence(text.ids(), from);
        }
      }
    }
  }

  private void counts(String path) throws IOException {
    CountStore store = CountStore.open(conf, path);
    Vocabulary vocabulary = store.vocabulary(conf);
    Sharding sharding = store.sharding(conf, vocabulary);
    store.unigrams(conf);
    for (int order = 2; order <= store.facts().order(); order++) {
      for (int shard = 0; shard < store.facts().shards(); shard++) {
        try (ContextReader contexts = store.contexts(conf, order, shard, sharding)) {
          while (contexts.next()) {
            sharding.shardOf(contexts.key(), order - 1);
            for (int i = 0; i < contexts.size(); i++) {
              vocabulary.count(contexts.words()[i]);
            }
          }
        }
      }
    }
  }

  private void model(FuzzCase in, String path, boolean neural) {
    long memory = in.any(0L, 1L << 10, 1L << 30);
    int bits = in.oneIn(4) ? 6 : 0;
    LanguageModel model = Models.open(conf, path, memory, bits);
    model.name();
    if (neural && !in.oneIn(10)) {
      return;
    }
    int size = model.vocabulary().size();
    double[] next = new double[size];
    LanguageModel.Scorer scorer = model.scorer();
    scorer.next(new int[] {Vocabulary.BOS, 3 % size, 4 % size}, next);
    int[] ids = new int[12];
    for (int i = 0; i < ids.length - 1; i++) {
      ids[i] = (3 + in.random().nextInt(size)) % size;
      ids[i] = ids[i] == Vocabulary.BOS || ids[i] == Vocabulary.EOS ? Vocabulary.UNK : ids[i];
    }
    ids[ids.length - 1] = Vocabulary.EOS;
    scorer.text(ids, new double[ids.length], new byte[ids.length]);
    for (int id = 0; id < size; id++) {
      model.vocabulary().word(id);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
