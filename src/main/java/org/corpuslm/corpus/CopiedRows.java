package org.corpuslm.corpus;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.DataSource;

/** Copies the rows of a data source to Parquet files, which are then read like any. */
public final class CopiedRows {
  private CopiedRows() {}

  /**
   * Copies rows.
   *
   * @param paths what the data source is to load
   * @param whole whether to copy all columns, not the text alone
   * @param directory directory of the copy, which must not exist
   * @return the files of the copy, in the order of the rows
   * @throws org.corpuslm.runtime.BadInputException if Spark has no such data source, if it cannot
   *     read the paths, or if they have no such column of text
   */
  public static List<InputFile> of(
      Cluster cluster, InputFormat format, List<String> paths, boolean whole, String directory) {
    new DataSource(cluster, format.format(), format.options())
        .copy(paths, format.column(), whole, directory);
    List<InputFile> copies = InputFiles.findFiles(cluster.hadoop(), List.of(directory)).files();
    List<InputFile> named = new ArrayList<>();
    for (InputFile copy : copies) {
      String name =
          "%s (%s), part %d".formatted(String.join(", ", paths), format.format(), named.size() + 1);
      named.add(new InputFile(copy.path(), copy.length(), copy.modified(), true, name, ""));
    }
    return named;
  }
}
