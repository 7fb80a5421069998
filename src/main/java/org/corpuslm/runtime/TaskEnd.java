package org.corpuslm.runtime;

import java.io.Closeable;
import org.apache.commons.io.IOUtils;
import org.apache.spark.util.TaskCompletionListener;

/** Closes resources of a task when it ends, whether it succeeds or not. */
public final class TaskEnd {
  private TaskEnd() {}

  /**
   * Registers a resource to be closed at the end of the running task. Outside of a task, its owner
   * closes it.
   *
   * @param resource the resource, which may be closed twice
   * @return the resource
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
