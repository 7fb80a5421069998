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

/**
 * Verifies a published directory and collects the findings: first every file against the manifest,
 * then the totals that belong to the kind of directory ({@link Totals}).
 */
public final class Verification {
  private static final String TABLE = ".parquet";

  private final Configuration conf;
  private final Published directory;
  private final List<String> wrong = new ArrayList<>();

  private Verification(Configuration conf, Published directory) {
    this.conf = conf;
    this.directory = directory;
  }

  /** Compares the content of one kind of directory with the figures of its manifest. */
  public interface Totals {
    /**
     * Reads the directory and adds findings to {@code verification}. A {@link BadInputException} is
     * a finding, too.
     */
    void check(Verification verification) throws IOException;
  }

  /** A check whose {@link BadInputException} is a finding. */
  public interface Check {
    void run() throws IOException;
  }

  /**
   * Verifies a directory.
   *
   * @param totals runs only if every file is as it was published
   * @return one message per finding, each with the path of the file; empty if nothing is wrong
   */
  public static List<String> findings(Configuration conf, Published directory, Totals totals) {
    Verification verification = new Verification(conf, directory);
    verification.files();
    if (verification.wrong.isEmpty()) {
      verification.attempt("manifest.json", () -> totals.check(verification));
    }
    return verification.wrong;
  }

  /** Returns the configuration of Hadoop to read the directory with. */
  public Configuration conf() {
    return conf;
  }

  /** Returns the directory that is being verified. */
  public Published directory() {
    return directory;
  }

  /**
   * Compares size, SHA-256 and rows of every file with the manifest. A file that the manifest does
   * not list is a finding if it is in a directory with listed files, because other programs would
   * read it.
   */
  private void files() {
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

  /**
   * Runs a check. Any exception of it is a finding.
   *
   * @param what the file or part of the directory that the check reads
   */
  public void attempt(String what, Check check) {
    try {
      check.run();
    } catch (BadInputException e) {
      wrong.add(e.getMessage());
    } catch (IOException | RuntimeException e) {
      add(what, "cannot be read: " + e);
    }
  }

  /**
   * Adds a finding if a figure differs from the manifest.
   *
   * @param where the file or part of the directory that has the figure
   * @param what the unit of the figure, a plural
   * @param found the figure of the files
   * @param said the figure of the manifest
   */
  public void expect(String where, String what, long found, long said) {
    if (found != said) {
      wrong.add(message(where, what, found, said));
    }
  }

  /**
   * Adds a finding if a number is not zero.
   *
   * @param where the file or part of the directory that was read
   * @param what the wrong things counted, a plural
   */
  public void expectNone(String where, String what, long found) {
    if (found > 0) {
      add(where, "has %,d %s".formatted(found, what));
    }
  }

  private String message(String where, String what, long found, long said) {
    return "%s/%s has %,d %s, the manifest says %,d"
        .formatted(directory.path(), where, found, what, said);
  }

  /**
   * Adds a finding.
   *
   * @param where the file or part of the directory
   * @param finding continues the sentence that the path begins
   */
  public void add(String where, String finding) {
    wrong.add("%s/%s %s".formatted(directory.path(), where, finding));
  }
}
