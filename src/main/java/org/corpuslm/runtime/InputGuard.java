package org.corpuslm.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.hadoop.fs.Path;

/**
 * Refuses an output that would overwrite an input of the same run or become part of it: the same
 * path, a path inside an input, or a path that contains an input. Local paths are compared with
 * their links resolved.
 */
public final class InputGuard {
  private InputGuard() {}

  /**
   * Checks an output against everything that the run reads.
   *
   * @param output directory or file that will be written
   * @param inputs paths that are read, as the user gave them or resolved; globs are allowed
   * @throws BadInputException if they overlap
   */
  public static void check(Configuration conf, String output, List<String> inputs) {
    Path target = Storage.qualified(conf, output);
    Path place = real(target);
    for (String input : withComponents(conf, inputs)) {
      Path pattern = Storage.qualified(conf, input);
      for (Path read : matches(conf, pattern)) {
        check(conf, target, place, input, real(read));
      }
      if (isMatched(pattern, target)) {
        throw refused(target, "would be matched by the input " + input);
      }
    }
  }

  private static void check(Configuration conf, Path target, Path place, String input, Path read) {
    if (read.equals(place)) {
      throw refused(target, "is also an input of this run (%s)".formatted(input));
    }
    if (isBelow(place, read) && isDirectory(conf, read)) {
      throw refused(target, "lies inside the input " + input);
    }
    if (isBelow(read, place)) {
      throw refused(target, "has the input %s inside".formatted(input));
    }
  }

  private static boolean isDirectory(Configuration conf, Path path) {
    try {
      return Storage.of(conf, path).getFileStatus(path).isDirectory();
    } catch (IOException e) {
      return false; // the run itself reports it
    }
  }

  private static BadInputException refused(Path target, String why) {
    return new BadInputException("output %s %s; write to another directory".formatted(target, why));
  }

  /** Returns the inputs together with the models that mixtures among them are made of. */
  private static Set<String> withComponents(Configuration conf, List<String> inputs) {
    Set<String> all = new LinkedHashSet<>();
    List<String> left = new ArrayList<>(inputs);
    while (!left.isEmpty()) {
      String input = left.remove(left.size() - 1);
      if (all.add(input)) {
        try {
          Published published = Published.open(conf, input);
          if (published.manifest().isReference()) {
            published.manifest().inputs().forEach(i -> left.add(i.path()));
          }
        } catch (BadInputException e) {
          continue; // text, or an input that the run itself refuses
        }
      }
    }
    return all;
  }

  private static List<Path> matches(Configuration conf, Path pattern) {
    try {
      FileStatus[] found =
          Storage.of(conf, pattern).exists(pattern)
              ? null
              : Storage.of(conf, pattern).globStatus(pattern);
      if (found == null) {
        return List.of(pattern);
      }
      List<Path> paths = new ArrayList<>();
      for (FileStatus status : found) {
        paths.add(status.getPath());
      }
      return paths;
    } catch (IOException e) {
      return List.of(pattern); // the run itself reports it
    }
  }

  /**
   * Returns whether a glob would match the output, or a directory above it, once the output exists.
   */
  private static boolean isMatched(Path pattern, Path target) {
    String glob = pattern.toUri().getPath();
    GlobPattern compiled = new GlobPattern(glob);
    if (!compiled.hasWildcard()) {
      return false;
    }
    int depth = pattern.depth();
    Path candidate = target;
    while (candidate.depth() > depth) {
      candidate = candidate.getParent();
    }
    return candidate.depth() == depth && compiled.matches(candidate.toUri().getPath());
  }

  /** Resolves links in the part of a local path that exists. */
  private static Path real(Path path) {
    if (!"file".equals(path.toUri().getScheme())) {
      return path;
    }
    java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path existing = local;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      java.nio.file.Path real =
          existing == null ? local : existing.toRealPath().resolve(existing.relativize(local));
      return new Path(path.toUri().getScheme(), null, real.normalize().toString());
    } catch (IOException e) {
      return path;
    }
  }

  private static boolean isBelow(Path path, Path directory) {
    if (!java.util.Objects.equals(path.toUri().getScheme(), directory.toUri().getScheme())
        || !java.util.Objects.equals(
            path.toUri().getAuthority(), directory.toUri().getAuthority())) {
      return false;
    }
    String root = directory.toUri().getPath();
    return path.toUri().getPath().startsWith(root.endsWith("/") ? root : root + "/");
  }
}
