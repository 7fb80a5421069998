package org.corpuslm.runtime;

import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * The environment of a running task.
 *
 * @param hadoop Hadoop configuration of the application, for all file systems
 * @param attempt unique name of this attempt of the task, for files: two attempts never write the
 *     same file
 */
public record TaskContext(Configuration hadoop, String attempt) {
  static TaskContext of(Configuration hadoop) {
    return new TaskContext(hadoop, UUID.randomUUID().toString());
  }
}
