package org.corpuslm.neural.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Checksums;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.StagedOutput;
import org.corpuslm.runtime.Storage;

/**
 * Saved neural models: a manifest, the vocabulary, and {@code parameters.bin}: all parameters as
 * little-endian IEEE 754 floats of 4 bytes, in the order of the network's blocks, without a header.
 */
public final class NeuralModelFormat {
  static final String PARAMETERS = "parameters.bin";
  private static final int AT_A_TIME = 1 << 16;

  private NeuralModelFormat() {}

  /**
   * Opens a saved network and loads its parameters.
   *
   * @throws BadInputException if {@code directory} is not a network, or is damaged
   */
  public static NeuralModel open(Configuration conf, Published directory) {
    NeuralFacts facts = directory.facts(NeuralFacts.class);
    Vocabulary vocabulary = VocabularyFile.read(conf, directory);
    if (vocabulary.size() != facts.network().vocabulary()) {
      throw new BadInputException(
          ("%s is damaged: its vocabulary has %d words, its network is one of %d; make the directory"
                  + " again")
              .formatted(directory.path(), vocabulary.size(), facts.network().vocabulary()));
    }
    return new NeuralModel(
        directory, facts, vocabulary, read(conf, directory, facts.network().parameters()));
  }

  private static float[] read(Configuration conf, Published directory, long length) {
    PublishedFile file =
        directory.manifest().files().stream()
            .filter(f -> f.path().equals(PARAMETERS))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: manifest.json does not list %s; make the directory again"
                            .formatted(directory.path(), PARAMETERS)));
    String path = directory.at(file);
    if (file.bytes() != Float.BYTES * length) {
      throw new BadInputException(
          ("%s is damaged: %d bytes, but the network of the manifest has %d parameters of %d bytes;"
                  + " make its directory again")
              .formatted(path, file.bytes(), length, Float.BYTES));
    }
    Checksums.verify(conf, path, file);
    float[] parameters = new float[Math.toIntExact(length)];
    ByteBuffer buffer = buffer();
    try (InputStream in = Storage.open(conf, new Path(path))) {
      for (int at = 0; at < parameters.length; at += AT_A_TIME) {
        int some = Math.min(AT_A_TIME, parameters.length - at);
        IOUtils.readFully(in, buffer.array(), 0, some * Float.BYTES);
        buffer.asFloatBuffer().get(parameters, at, some);
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(path, e);
    }
    return parameters;
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(AT_A_TIME * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Publishes a trained network, together with the files that the output already contains.
   *
   * @param configuration the resolved configuration of the command
   * @param inputs directories that the network was made from
   * @param parameters all parameters, in the order of {@link
   *     org.corpuslm.neural.network.NetworkConfig#parameterBlocks}
   * @param vocabularyOf directory with the vocabulary of the network, usually the corpus
   * @throws BadInputException if a parameter is not finite
   */
  public static Published write(
      Configuration conf,
      OutputDirectory output,
      Object configuration,
      List<Manifest.Input> inputs,
      NeuralFacts facts,
      float[] parameters,
      Published vocabularyOf) {
    check(facts, parameters);
    VocabularyFile.copy(conf, vocabularyOf, output);
    StagedOutput written;
    try (StagedOutput out = new StagedOutput(output.driverTask(), output.staging(), PARAMETERS)) {
      written = out;
      ByteBuffer buffer = buffer();
      for (int at = 0; at < parameters.length; at += AT_A_TIME) {
        int some = Math.min(AT_A_TIME, parameters.length - at);
        buffer.asFloatBuffer().put(parameters, at, some);
        out.write(buffer.array(), 0, some * Float.BYTES);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the parameters to " + output.path(), e);
    }
    output.accept(written.finished(parameters.length));
    return output.publish(NeuralModel.KIND, configuration, inputs, facts);
  }

  private static void check(NeuralFacts facts, float[] parameters) {
    if (parameters.length != facts.network().parameters()) {
      throw new IllegalArgumentException(
          "%d parameters for a network of %d"
              .formatted(parameters.length, facts.network().parameters()));
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new BadInputException(
            "parameter %d of the network is %s: training diverged; lower the learning rate"
                .formatted(i, parameters[i]));
      }
    }
  }
}
