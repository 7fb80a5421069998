package org.corpuslm.runtime;

/**
 * A packed piece of a shuffle: bytes for one reduce partition.
 *
 * @param partition the reduce partition that receives it
 * @param bytes its content; how it is packed is the business of the two tasks
 */
public record Block(int partition, byte[] bytes) {}
