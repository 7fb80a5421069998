package org.corpuslm.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Collects what is wrong with a published directory, file by file. */
public final class Verification {
  private static final String TABLE = ".parquet";

  private final Configuration conf;
  private final Published directory;
  private final List<String> wrong = new ArrayList<>();

  public Verification(Configuration conf, Published directory) {
    this.conf = conf;
    this.directory = directory;
  }

  /** Reads something; what it refuses is a finding. */
  public interface Check {
    void run() throws IOException;
  }

  /**
   * Compares every file with the manifest: size, SHA-256, rows. Files that it does not list are
   * findings where they lie among those that it does: other programs would read them.
   */
  public void files() {
    wrong.addAll(
        directory.manifest().files().parallelStream()
            .map(this::problem)
            .filter(Objects::nonNull)
            .toList());
    attempt(directory.path(), this::strangers);
  }

  private String problem(PublishedFile file) {
    String path = directory.at(file);
    try {
      Checksums.verify(conf, path, file);
      long rows = path.endsWith(TABLE) ? TableReader.rows(conf, path) : file.rows();
      return rows == file.rows() ? null : message(file.path(), "rows", rows, file.rows());
    } catch (BadInputException e) {
      return e.getMessage();
    }
  }

  private void strangers() throws IOException {
    Set<String> listed =
        directory.manifest().files().stream().map(PublishedFile::path).collect(Collectors.toSet());
    Set<String> folders = new TreeSet<>();
    listed.stream().map(Verification::folder).filter(f -> !f.isEmpty()).forEach(folders::add);
    Path root = new Path(directory.path());
    FileSystem fs = Storage.of(conf, root);
    for (String folder : folders) {
      Path path = new Path(root, folder);
      for (FileStatus file : fs.exists(path) ? fs.listStatus(path) : new FileStatus[0]) {
        String name = file.getPath().getName();
        boolean isRead = file.isFile() && !name.startsWith(".") && !name.startsWith("_");
        if (isRead && !listed.contains(folder + "/" + name)) {
          add(folder + "/" + name, "is not in the manifest; remove it");
        }
      }
    }
  }

  private static String folder(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  /** Runs a check; if it cannot be done, that is a finding. */
  public void attempt(String what, Check check) {
    try {
      check.run();
    } catch (BadInputException e) {
      wrong.add(e.getMessage());
    } catch (IOException | RuntimeException e) {
      add(what, "cannot be read: " + e);
    }
  }

  /** A figure of the files beside the one that the manifest tells. */
  public void expect(String where, String what, long found, long said) {
    if (found != said) {
      wrong.add(message(where, what, found, said));
    }
  }

  /** Something of which there must be none. */
  public void expectNone(String where, String what, long found) {
    if (found > 0) {
      add(where, "has %,d %s".formatted(found, what));
    }
  }

  private String message(String where, String what, long found, long said) {
    return "%s/%s has %,d %s, the manifest says %,d"
        .formatted(directory.path(), where, found, what, said);
  }

  /** A finding of another kind. */
  public void add(String where, String finding) {
    wrong.add("%s/%s %s".formatted(directory.path(), where, finding));
  }

  public List<String> wrong() {
    return wrong;
  }
}
