package org.corpuslm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.runtime.Json;

/**
 * All that lies in a working directory, to compare one run of a pipeline with another: the SHA-256
 * of every file; of JSON the content without times and without what is derived from files that hold
 * times; of pages, which show times, only that they are there.
 *
 * @param entries by relative path; directories end in a slash
 */
record Results(TreeMap<String, Object> entries) {
  private static final Set<String> TIMES =
      Set.of("created", "seconds", "loadSeconds", "tokensPerSecond", "averagingShare", "times");

  /** Checksums of files, checked here against the files themselves, which are compared as well. */
  private static final Set<String> DERIVED = Set.of("sha256", "bytes", "fingerprint");

  /** Reads them, and checks every manifest against the files beside it. */
  static Results of(Path work) throws IOException {
    TreeMap<String, Object> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(work)) {
      for (Path path : (Iterable<Path>) all.filter(p -> !p.equals(work))::iterator) {
        String name = work.relativize(path).toString();
        if (Files.isDirectory(path)) {
          entries.put(name + "/", "directory");
        } else {
          entries.put(name, content(path));
        }
      }
    }
    return new Results(entries);
  }

  /** Returns the differences, one line each; empty if there are none. */
  List<String> differences(Results other) {
    Set<String> names = new TreeSet<>(entries.keySet());
    names.addAll(other.entries.keySet());
    List<String> found = new ArrayList<>();
    for (String name : names) {
      Object mine = entries.get(name);
      Object reference = other.entries.get(name);
      if (!Objects.equals(mine, reference)) {
        found.add(
            name
                + (mine == null ? " is new" : reference == null ? " is missing" : " differs")
                + (mine instanceof List && reference instanceof List
                    ? ":\n  %s\n  %s".formatted(mine, reference)
                    : ""));
      }
    }
    return found;
  }

  private static Object content(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.equals("manifest.json")) {
      checkFiles(file);
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      List<JsonNode> parts = new ArrayList<>();
      Json.MAPPER
          .readerFor(JsonNode.class)
          .<JsonNode>readValues(file.toFile())
          .forEachRemaining(parts::add);
      parts.forEach(Results::removeTimes);
      return parts;
    }
    return name.endsWith(".html") ? "page" : sha256(file);
  }

  private static void removeTimes(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(TIMES);
      object.remove(DERIVED);
    }
    node.forEach(Results::removeTimes);
  }

  private static void checkFiles(Path manifest) throws IOException {
    Path directory = manifest.getParent();
    Set<String> listed = new HashSet<>(Set.of("manifest.json"));
    for (JsonNode file : Json.MAPPER.readTree(manifest.toFile()).get("files")) {
      String name = file.get("path").asText();
      Path path = directory.resolve(name);
      listed.add(name);
      if (!Files.exists(path) || !sha256(path).equals(file.get("sha256").asText())) {
        throw new AssertionError(path + " is not what its manifest says");
      }
    }
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!listed.contains(directory.relativize(file).toString())) {
          throw new AssertionError(file + " is in no manifest");
        }
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
