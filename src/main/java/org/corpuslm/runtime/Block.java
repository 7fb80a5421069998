package org.corpuslm.runtime;

/**
 * A packed piece of a shuffle.
 *
 * @param partition the reduce partition that receives the block
 * @param bytes the content, in a format that only the sending and the receiving task know
 */
public record Block(int partition, byte[] bytes) {}
