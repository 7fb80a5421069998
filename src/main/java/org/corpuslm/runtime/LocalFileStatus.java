package org.corpuslm.runtime;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** The status of a local file, which looks up owner and group only when asked for them. */
final class LocalFileStatus extends FileStatus {
  private static final long serialVersionUID = 1;
  private static final long BLOCK_BYTES = 32L << 20;

  /** Permissions by bit, the lowest bit first. */
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private static final Class<? extends BasicFileAttributes> ATTRIBUTES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? PosixFileAttributes.class
          : BasicFileAttributes.class;

  private final transient java.nio.file.Path file;

  private LocalFileStatus(
      Path path, java.nio.file.Path file, BasicFileAttributes found, Path link) {
    super(
        found.isDirectory() ? 0 : found.size(),
        found.isDirectory(),
        1,
        BLOCK_BYTES,
        found.lastModifiedTime().toMillis(),
        found.lastAccessTime().toMillis(),
        permission(found),
        "",
        "",
        link,
        path);
    this.file = file;
  }

  /**
   * Reads the attributes of a file.
   *
   * @param path qualified path of the file
   * @param link target of the link, if the file is one and is not followed; else null
   */
  static LocalFileStatus of(Path path, java.nio.file.Path file, Path link, LinkOption... options)
      throws IOException {
    return new LocalFileStatus(path, file, Files.readAttributes(file, ATTRIBUTES, options), link);
  }

  /** Returns the permissions of Hadoop as those of {@code java.nio}. */
  static Set<PosixFilePermission> permissions(FsPermission permission) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((permission.toShort() >> bit & 1) == 1) {
        set.add(BITS[bit]);
      }
    }
    return set;
  }

  private static FsPermission permission(BasicFileAttributes found) {
    if (!(found instanceof PosixFileAttributes posix)) {
      return FsPermission.getFileDefault();
    }
    int bits = 0;
    for (int bit = 0; bit < BITS.length; bit++) {
      bits |= posix.permissions().contains(BITS[bit]) ? 1 << bit : 0;
    }
    return new FsPermission((short) bits);
  }

  @Override
  public String getOwner() {
    PosixFileAttributes posix = posix();
    return posix == null ? "" : posix.owner().getName();
  }

  @Override
  public String getGroup() {
    PosixFileAttributes posix = posix();
    return posix == null ? "" : posix.group().getName();
  }

  private PosixFileAttributes posix() {
    try {
      return file == null ? null : Files.readAttributes(file, PosixFileAttributes.class);
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }
}
