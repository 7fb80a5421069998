package org.corpuslm.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobPattern;

/**
 * Finds files on local disks: globs in Hadoop's syntax, directories recursively. Every name is
 * either read, ignored as hidden, or reported as unreadable.
 */
final class LocalSearch {
  private final List<String> passedOver;
  private final List<String> unreadable = new ArrayList<>();
  private boolean badNames;
  private boolean badLocale;

  LocalSearch(List<String> passedOver) {
    this.passedOver = passedOver;
  }

  /** Receives the files that were found. */
  interface Sink {
    void file(Path file) throws IOException;
  }

  /** Returns the entries that cannot be read, each with the reason. */
  List<String> unreadable() {
    return unreadable;
  }

  /** Returns the fix for the entries that cannot be read. */
  String fix() {
    if (badLocale) {
      return "this JVM reads file names as %s; set LC_ALL=C.UTF-8 where it is started"
          .formatted(System.getProperty("sun.jnu.encoding"));
    }
    return badNames
        ? "give the files names in UTF-8 (for example with convmv), or move them away"
        : "mend them, or move them away";
  }

  /** Returns the file or directory of exactly that name, else the matches of the pattern. */
  List<Path> matches(String pattern) throws IOException {
    Path named = Path.of(pattern);
    if (Files.exists(named)) {
      return List.of(named);
    }
    List<Path> found = new ArrayList<>();
    for (String alternative : GlobExpander.expand(pattern)) {
      List<Path> here = List.of(Path.of("/"));
      String[] names = alternative.substring(1).split("/+", 0);
      for (int i = 0; i < names.length; i++) {
        here = step(here, names[i], i == names.length - 1);
      }
      found.addAll(here);
    }
    return found;
  }

  private List<Path> step(List<Path> directories, String name, boolean last) throws IOException {
    GlobPattern pattern = new GlobPattern(name);
    List<Path> next = new ArrayList<>();
    for (Path directory : directories) {
      if (!pattern.hasWildcard()) {
        Path child = directory.resolve(name.replaceAll("\\\\(.)", "$1"));
        if (last ? Files.exists(child) : Files.isDirectory(child)) {
          next.add(child);
        }
        continue;
      }
      for (Path child : children(directory)) {
        String found = child.getFileName().toString();
        if (!pattern.matches(found)) {
          continue;
        }
        if (InputSearch.isHidden(found) && !InputSearch.isHidden(name)) {
          passedOver.add(shown(child));
        } else if (isUsable(child) && (last || Files.isDirectory(child))) {
          next.add(child);
        }
      }
    }
    return next;
  }

  /**
   * Passes a file, or all files below a directory, to a sink.
   *
   * @param directories real paths of the directories read so far; this method adds to them
   * @return whether there was any file
   */
  boolean collect(Path path, Set<String> directories, Sink to) throws IOException {
    if (!Files.isDirectory(path)) {
      if (isUsable(path)) {
        to.file(path);
      }
      return true;
    }
    if (!directories.add("file:" + path.toRealPath())) {
      return true; // already read through a link or for another input
    }
    boolean any = false;
    for (Path child : children(path)) {
      if (InputSearch.isHidden(child.getFileName().toString())) {
        passedOver.add(shown(child));
      } else if (isUsable(child)) {
        any |= collect(child, directories, to);
      } else {
        any = true; // and reported as unreadable
      }
    }
    return any;
  }

  private List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (AccessDeniedException e) {
      unreadable.add(shown(directory) + " (no permission to list it)");
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(children);
    return children;
  }

  private boolean isUsable(Path entry) {
    String problem = problem(entry);
    if (problem != null) {
      unreadable.add("%s (%s)".formatted(shown(entry), problem));
    }
    return problem == null;
  }

  /** Returns why an entry cannot be read, or null if it can. */
  private String problem(Path entry) {
    if (!isDecoded(entry)) {
      boolean utf8 = utf8(entry) != null;
      badLocale |= utf8;
      badNames |= !utf8;
      return utf8 ? "its name is not readable in this locale" : "its name is not UTF-8";
    }
    try {
      BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
      if (found.isOther()) {
        return "neither file nor directory";
      }
      boolean readable =
          Files.isReadable(entry) && (!found.isDirectory() || Files.isExecutable(entry));
      return readable ? null : "no permission";
    } catch (NoSuchFileException e) {
      return Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
          ? "a link that leads nowhere"
          : "removed meanwhile";
    } catch (AccessDeniedException e) {
      return "no permission";
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Returns whether the locale can represent the name, so that its text names the same file. */
  private static boolean isDecoded(Path entry) {
    try {
      return Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns the bytes of a path decoded as UTF-8, or null if they are not valid. */
  private static String utf8(Path entry) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(entry))).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Returns a path for messages; bytes that are not UTF-8 are shown in hexadecimal. */
  private static String shown(Path entry) {
    String text = utf8(entry);
    if (text != null) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    for (byte b : bytes(entry)) {
      shown.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : "\\x%02X".formatted(b));
    }
    return shown.toString();
  }

  /** Returns the bytes of an absolute path, which only its URI provides. */
  private static byte[] bytes(Path entry) {
    String raw = entry.toUri().getRawPath();
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      boolean escaped = raw.charAt(i) == '%';
      bytes.put(escaped ? (byte) Integer.parseInt(raw, i + 1, i + 3, 16) : (byte) raw.charAt(i));
      i += escaped ? 2 : 0;
    }
    byte[] path = new byte[bytes.position()];
    bytes.flip().get(path);
    return path.length > 1 && path[path.length - 1] == '/'
        ? java.util.Arrays.copyOf(path, path.length - 1) // of a directory
        : path;
  }
}
