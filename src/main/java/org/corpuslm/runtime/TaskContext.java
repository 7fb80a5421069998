package org.corpuslm.runtime;

import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * What a running task may use.
 *
 * @param hadoop the Hadoop configuration of the run, for every file system
 * @param attempt a name of its own for every attempt of every task: two attempts never write one
 *     file
 */
public record TaskContext(Configuration hadoop, String attempt) {
  static TaskContext of(Configuration hadoop) {
    return new TaskContext(hadoop, UUID.randomUUID().toString());
  }
}
