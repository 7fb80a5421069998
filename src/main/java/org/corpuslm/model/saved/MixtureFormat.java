package org.corpuslm.model.saved;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Mixture;
import org.corpuslm.model.saved.MixtureFacts.Component;
import org.corpuslm.ngram.kenlm.BinaryFile;
import org.corpuslm.ngram.kenlm.BinaryModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * Saved mixtures: a manifest with the weights and with path and fingerprint of every component, and
 * a copy of the vocabulary. The components stay where they are, unaltered.
 */
public final class MixtureFormat {
  private static final int MAX_NESTED = 8;

  /** Paths of the mixtures that this thread is opening, each a component of the one before it. */
  private static final ThreadLocal<List<String>> OPENING = ThreadLocal.withInitial(ArrayList::new);

  private MixtureFormat() {}

  /**
   * Opens a mixture with all of its components, which share the memory equally; see {@link
   * Models#open(Configuration, String, long, int)}.
   *
   * @throws BadInputException if a component is missing, or was replaced after its weight was set
   */
  static LanguageModel open(Configuration conf, Published directory, long memory, int bits) {
    MixtureFacts facts = directory.facts(MixtureFacts.class);
    List<LanguageModel> models = new ArrayList<>();
    List<String> above = OPENING.get();
    if (above.contains(directory.path()) || above.size() == MAX_NESTED) {
      throw new BadInputException(
          "%s is mixed into itself, or more than %d mixtures are in one another (%s). Mix again"
              .formatted(directory.path(), MAX_NESTED, String.join(", ", above)));
    }
    above.add(directory.path());
    try {
      for (Component component : facts.components()) {
        check(conf, directory, component);
        models.add(Models.open(conf, component.path(), memory / facts.components().size(), bits));
      }
    } finally {
      above.remove(above.size() - 1);
    }
    TextSpec text =
        models.stream()
            .filter(model -> !model.kind().equals(BinaryModel.KIND))
            .findFirst()
            .map(LanguageModel::text)
            .orElse(null);
    models.replaceAll(model -> Models.withVocabularyOf(conf, model, directory, text));
    double[] weights = facts.components().stream().mapToDouble(Component::weight).toArray();
    return new Mixture(directory.path(), VocabularyFile.fingerprint(directory), models, weights);
  }

  static void check(Configuration conf, Published mixture, Component component) {
    String found;
    try {
      found = Models.asInput(conf, component.path()).fingerprint();
    } catch (BadInputException e) {
      throw new BadInputException(
          ("%s mixes %s, which cannot be opened (%s). Put it back there, or mix again with its new"
                  + " place")
              .formatted(mixture.path(), component.path(), e.getMessage()),
          e);
    }
    if (!found.equals(component.fingerprint())) {
      throw new BadInputException(
          ("%s mixes %s, which is another model than when its weight was set (fingerprint %s, was"
                  + " %s). Mix again")
              .formatted(mixture.path(), component.path(), found, component.fingerprint()));
    }
  }

  /**
   * Publishes a mixture, with a copy of the vocabulary of its components.
   *
   * @param output output to publish; closed by this method
   * @param configuration the resolved configuration of the command, for the manifest
   * @param inputs the components and, if the weights were tuned, the corpus
   * @throws BadInputException if all components are binary files without words
   */
  public static Published write(
      Configuration conf,
      OutputDirectory output,
      Object configuration,
      List<Manifest.Input> inputs,
      MixtureFacts facts) {
    Published directory =
        vocabularyOf(conf, facts.components().stream().map(Component::path).toList());
    if (directory != null) {
      VocabularyFile.copy(conf, directory, output);
    } else {
      String path = facts.components().get(0).path();
      Vocabulary vocabulary = Models.vocabulary(conf, path);
      if (!vocabulary.hasWords()) {
        throw new BadInputException(
            path
                + " has no words, only their hashes; a mixture needs them. Build it again without -v, or mix it with a model in a directory of corpuslm");
      }
      VocabularyFile.write(output, vocabulary);
    }
    return output.publish(Mixture.KIND, configuration, inputs, facts);
  }

  /** Returns the first of some models that is a directory; null if all are binary files. */
  public static Published vocabularyOf(Configuration conf, List<String> paths) {
    return paths.stream()
        .filter(path -> !BinaryFile.isBinary(conf, path))
        .findFirst()
        .map(path -> Published.open(conf, path))
        .orElse(null);
  }
}
