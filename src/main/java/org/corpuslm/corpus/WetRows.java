package org.corpuslm.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;
import org.netpreserve.jwarc.ParsingException;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;

/** Reads the text records (type {@code conversion}) of a WET file, as Common Crawl has them. */
final class WetRows implements RowReader {
  private static final int SAMPLE = 200;

  private final String name;
  private final WarcReader records;
  private byte[] text;
  private String url = "";
  private BadLine problem;
  private long fullLength;
  private long rows;

  WetRows(Configuration conf, TextSplit split) throws IOException {
    InputFile file = split.file();
    name = file.name();
    Path path = new Path(file.path());
    InputStream raw = Storage.open(conf, path);
    try {
      records =
          new WarcReader(
              file.splittable()
                  ? new BufferedInputStream(raw, 1 << 16)
                  : DecompressedStream.of(conf, path, raw));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw damaged(e);
    }
  }

  private BadInputException damaged(Exception e) {
    String what =
        DecompressedStream.isTruncation(e)
            ? "%s, text record %d: the file is truncated there (%s). Copy it again"
            : "%s, text record %d: this is no record of a WET file, or the file is damaged (%s). Copy"
                + " it again";
    return new BadInputException(what.formatted(name, rows + 1, e.getMessage()), e);
  }

  @Override
  public boolean next() throws IOException {
    try {
      Optional<WarcRecord> record = records.next();
      while (record.isPresent() && !isText(record.get())) {
        record = records.next();
      }
      if (record.isEmpty()) {
        return false;
      }
      read(record.get());
    } catch (BadInputException e) {
      throw e;
    } catch (ParsingException e) {
      throw damaged(e);
    } catch (IOException | RuntimeException e) { // codecs throw either at damaged data
      throw damaged(e);
    }
    rows++;
    return true;
  }

  private boolean isText(WarcRecord record) {
    String type = record.type();
    if (type.equals("response") || type.equals("resource")) {
      throw new BadInputException(
          "%s holds pages as they were fetched (record type %s); give the WET file, which holds"
                  .formatted(name, type)
              + " their text");
    }
    return type.equals("conversion");
  }

  private void read(WarcRecord record) throws IOException {
    url = record.headers().first("WARC-Target-URI").orElse("");
    fullLength = record.body().size();
    problem = fullLength > MAX_ROW_BYTES ? BadLine.TOO_LONG : null;
    int wanted = problem == null ? (int) fullLength : SAMPLE;
    text = record.body().stream().readNBytes(wanted);
    if (text.length < wanted) {
      throw new java.io.EOFException("%d of %d bytes are there".formatted(text.length, fullLength));
    }
  }

  /** Returns the address of the page; empty if the record does not say it. */
  String url() {
    return url;
  }

  @Override
  public BadLine problem() {
    return problem;
  }

  @Override
  public byte[] buffer() {
    return text;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return text.length;
  }

  @Override
  public long fullLength() {
    return fullLength;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
