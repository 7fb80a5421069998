package org.corpuslm.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Compares files with the size and SHA-256 in their manifest. */
public final class Checksums {
  private Checksums() {}

  /**
   * Refuses a file that is a link to a place outside of its directory: a directory from somebody
   * else could make corpuslm read any file of this machine.
   */
  static void checkLinks(String path, PublishedFile expected) {
    if (!path.startsWith("file:") || !path.endsWith("/" + expected.path())) {
      return;
    }
    String root = path.substring(0, path.length() - expected.path().length());
    try {
      java.nio.file.Path found = local(path).toRealPath();
      if (!found.startsWith(local(root).toRealPath())) {
        throw new BadInputException(
            "%s is a link to %s, outside of its directory; put the file itself there"
                .formatted(path, found));
      }
    } catch (IOException e) {
      return; // a missing file is reported when it is opened
    }
  }

  private static java.nio.file.Path local(String path) {
    return java.nio.file.Path.of(new Path(path).toUri().getPath());
  }

  /**
   * Reads the whole file and compares its size and SHA-256 with the manifest.
   *
   * @throws BadInputException if the file is missing, truncated, altered, or a link to a place
   *     outside of its directory
   */
  public static void verify(Configuration conf, String path, PublishedFile expected) {
    checkLinks(path, expected);
    MessageDigest digest = DigestUtils.getSha256Digest();
    long bytes = 0;
    try (InputStream in = Storage.open(conf, new Path(path))) {
      byte[] buffer = new byte[1 << 18];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    } catch (IOException e) {
      throw BadInputException.unreadable(path, e);
    }
    checkSize(path, bytes, expected);
    if (!Hex.encodeHexString(digest.digest()).equals(expected.sha256())) {
      throw altered(path);
    }
  }

  /**
   * Reads a file into memory and compares its size and SHA-256 with the manifest.
   *
   * @throws BadInputException if the file is missing, truncated, altered, or a link to a place
   *     outside of its directory
   */
  public static byte[] read(Configuration conf, String path, PublishedFile expected) {
    checkLinks(path, expected);
    try (InputStream in = Storage.open(conf, new Path(path))) {
      byte[] content = IOUtils.toByteArray(in);
      checkSize(path, content.length, expected);
      if (!DigestUtils.sha256Hex(content).equals(expected.sha256())) {
        throw altered(path);
      }
      return content;
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    } catch (IOException e) {
      throw BadInputException.unreadable(path, e);
    }
  }

  /** Returns the SHA-256 of the bytes so far, in hexadecimal. The digest can be updated further. */
  static String soFar(MessageDigest digest) {
    try {
      return Hex.encodeHexString(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 cannot be cloned", e);
    }
  }

  static void checkSize(String path, long bytes, PublishedFile expected) {
    if (bytes != expected.bytes()) {
      throw new BadInputException(
          "%s is damaged: %d bytes, the manifest says %d; make its directory again"
              .formatted(path, bytes, expected.bytes()));
    }
  }

  static BadInputException missing(String path, FileNotFoundException e) {
    return new BadInputException(
        path + " is missing, though the manifest lists it: make its directory again", e);
  }

  static BadInputException altered(String path) {
    return new BadInputException(
        path + " is damaged: its SHA-256 is not the manifest's; make its directory again");
  }
}
