package org.corpuslm.runtime;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Hadoop's local file system, with {@code java.nio} instead of every call that starts a child
 * process. New files and directories get permissions by the umask of the process.
 */
final class RawLocalDisk extends RawLocalFileSystem {
  private java.nio.file.Path local(Path path) {
    return pathToFile(path).toPath();
  }

  /**
   * Creates a file. Without {@code overwrite}, exactly one of several concurrent creators succeeds.
   */
  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite) {
      createNew(file);
    }
    return super.create(file, true, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  private void createNew(Path file) throws IOException {
    if (file.getParent() != null) {
      mkdirs(file.getParent());
    }
    try {
      Files.createFile(local(file));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(file + " already exists");
    }
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean append, FsPermission permission) throws IOException {
    return new Output(pathToFile(file), append);
  }

  /** An output stream that can be synchronized to the disk. */
  private static final class Output extends FileOutputStream implements Syncable {
    Output(java.io.File file, boolean append) throws FileNotFoundException {
      super(file, append);
    }

    @Override
    public void hflush() throws IOException {
      flush();
    }

    @Override
    public void hsync() throws IOException {
      flush();
      getFD().sync();
    }
  }

  @Override
  public boolean mkdirs(Path directory) throws IOException {
    java.nio.file.Path path = local(directory);
    if (Files.isDirectory(path)) {
      return true; // possibly through a link
    }
    try {
      Files.createDirectories(path);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(directory + " exists and is no directory");
    } catch (FileSystemException e) {
      throw notDirectory(directory, e);
    }
  }

  private static IOException notDirectory(Path directory, FileSystemException e) {
    for (Path p = directory.getParent(); p != null; p = p.getParent()) {
      if (Files.isRegularFile(java.nio.file.Path.of(p.toUri().getPath()))) {
        return new ParentNotDirectoryException(p + " is no directory");
      }
    }
    return e;
  }

  @Override
  public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
    return mkdirs(directory);
  }

  /**
   * Renames in one step. A file replaces a file; a directory replaces only an empty directory.
   *
   * @return false if something else exists at {@code to}
   */
  @Override
  public boolean rename(Path from, Path to) throws IOException {
    java.nio.file.Path source = local(from);
    java.nio.file.Path target = local(to);
    if (Files.isDirectory(target) && !Files.isDirectory(source)) {
      target = target.resolve(source.getFileName());
    }
    try {
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (AtomicMoveNotSupportedException e) {
      return super.rename(from, to); // to another device: copies
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("%s cannot be renamed to %s: not found".formatted(from, to));
    } catch (FileSystemException e) {
      if (Files.exists(target)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(local(path), PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(LocalFileStatus.permissions(permission));
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    try {
      return status(path, local(path));
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("File " + path + " does not exist");
    } catch (FileSystemException e) {
      if (e.getReason() != null && e.getReason().contains("Not a directory")) {
        throw new FileNotFoundException("File " + path + " does not exist");
      }
      throw e;
    }
  }

  /** Returns the status of a link itself. */
  @Override
  public FileStatus getFileLinkStatus(Path path) throws IOException {
    java.nio.file.Path file = local(path);
    return Files.isSymbolicLink(file) ? link(path, file) : getFileStatus(path);
  }

  @Override
  public Path getLinkTarget(Path path) throws IOException {
    return new Path(Files.readSymbolicLink(local(path)).toString());
  }

  /**
   * Lists every entry. A dangling link is listed as a link, and a name that cannot be decoded in
   * its decoded form.
   */
  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    java.nio.file.Path directory = local(path);
    List<FileStatus> found = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> children = Files.newDirectoryStream(directory)) {
      for (java.nio.file.Path child : children) {
        Path childPath = new Path(path, new Path(null, null, child.getFileName().toString()));
        try {
          found.add(status(childPath, child));
        } catch (NoSuchFileException e) {
          if (Files.isSymbolicLink(child)) {
            found.add(link(childPath, child)); // otherwise it was removed meanwhile
          }
        }
      }
    } catch (NotDirectoryException | NoSuchFileException e) {
      return new FileStatus[] {getFileStatus(path)};
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found.toArray(FileStatus[]::new);
  }

  private FileStatus status(Path path, java.nio.file.Path file) throws IOException {
    return LocalFileStatus.of(qualified(path), file, null);
  }

  private FileStatus link(Path path, java.nio.file.Path file) throws IOException {
    return LocalFileStatus.of(
        qualified(path), file, getLinkTarget(path), LinkOption.NOFOLLOW_LINKS);
  }

  private Path qualified(Path path) {
    return path.makeQualified(getUri(), getWorkingDirectory());
  }
}
