package org.corpuslm.runtime;

import java.io.Closeable;
import org.apache.commons.io.IOUtils;
import org.apache.spark.util.TaskCompletionListener;

/** Closes what a task has open when the task ends, in whatever way. */
public final class TaskEnd {
  private TaskEnd() {}

  /**
   * Closes a resource at the end of the running task. Outside of a task its owner closes it.
   *
   * @param resource that may be closed twice
   */
  public static <T extends Closeable> T closes(T resource) {
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(
          (TaskCompletionListener) ended -> IOUtils.closeQuietly(resource));
    }
    return resource;
  }
}
