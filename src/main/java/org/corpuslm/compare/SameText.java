package org.corpuslm.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.InputFile;
import org.corpuslm.corpus.InputFiles;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.Storage;

/**
 * Checks that two reports are about the same held-out text over vocabularies of the same size. Only
 * then are their perplexities comparable.
 */
final class SameText {
  private final Configuration conf;

  SameText(Configuration conf) {
    this.conf = conf;
  }

  /** Returns the reason why report a is not comparable with report b; empty if it is. */
  String difference(LoadedReport a, LoadedReport b) {
    int words = a.content().vocabularySize();
    int otherWords = b.content().vocabularySize();
    if (words != otherWords) {
      return "its vocabulary has %,d words, that of %s %,d"
          .formatted(words, b.directory().path(), otherWords);
    }
    if (a.release() != null && b.release() != null) {
      // A new version has a corpus of its own; the text in it was fingerprinted for this purpose.
      return a.release().isJudgedOnTextOf(b.release()) ? "" : other(b);
    }
    if (a.isOfCorpus() != b.isOfCorpus() || !a.content().split().equals(b.content().split())) {
      return other(b);
    }
    if (a.isOfCorpus()
        ? contents(a.heldOut()).equals(contents(b.heldOut()))
        : a.heldOut().equals(b.heldOut())) {
      return "";
    }
    List<String> mine = hashes(a);
    List<String> others = hashes(b);
    if (mine == null || others == null) {
      return "whether its held-out text is that of %s cannot be told: %s is no longer as it was"
          .formatted(b.directory().path(), (mine == null ? a : b).content().corpus());
    }
    return mine.equals(others) ? "" : other(b);
  }

  private static String other(LoadedReport b) {
    return "its held-out text is not that of " + b.directory().path();
  }

  private static List<String> contents(List<Manifest.Input> inputs) {
    return inputs.stream().map(Manifest.Input::fingerprint).sorted().toList();
  }

  /** Returns the SHA-256 of each file of the held-out text; null if it has changed or is gone. */
  private List<String> hashes(LoadedReport report) {
    try {
      List<String> hashes = new ArrayList<>();
      for (Manifest.Input input : report.heldOut()) {
        if (report.isOfCorpus()) {
          hashes.addAll(ofSplit(input, report.content().split()));
        } else {
          hashes.add(ofFile(input));
        }
      }
      hashes.sort(null);
      return hashes;
    } catch (BadInputException e) {
      return null;
    }
  }

  private List<String> ofSplit(Manifest.Input input, String split) {
    Published directory = Published.open(conf, input.path(), Corpus.KIND);
    if (!directory.asInput().fingerprint().equals(input.fingerprint())) {
      throw new BadInputException(input.path() + " has changed");
    }
    return directory.manifest().below(split).stream().map(PublishedFile::sha256).toList();
  }

  private String ofFile(Manifest.Input input) {
    String ofPipe = InputFile.sha256Of(input);
    if (!ofPipe.isEmpty()) {
      return ofPipe;
    }
    List<InputFile> files = InputFiles.resolve(conf, List.of(input.path()));
    if (files.size() != 1 || !files.get(0).asInput().equals(input)) {
      throw new BadInputException(input.path() + " has changed");
    }
    Path path = new Path(input.path());
    try (InputStream in = Storage.open(conf, path)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw BadInputException.unreadable(path, e);
    }
  }
}
