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
public record Worker(Configuration hadoop, String attempt) {
  static Worker of(Configuration hadoop) {
    return new Worker(hadoop, UUID.randomUUID().toString());
  }
}
