package org.corpuslm.fuzz;

import java.io.IOException;

/** Something that reads what others wrote, to be tried with damaged and hostile input. */
public interface FuzzTarget extends AutoCloseable {
  /** For the command line and the table. */
  String name();

  /**
   * Makes one input from the randomness of the case and reads it.
   *
   * @return whether it was read; false if it was refused as the reader documents
   * @throws Throwable whatever is neither: a wrong count, another exception, no memory
   */
  boolean run(FuzzCase input) throws Throwable;

  @Override
  default void close() throws IOException {}
}
