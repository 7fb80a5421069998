package org.corpuslm.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.interactive.InteractiveSession;
import org.corpuslm.cli.options.ModelOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.generate.GenerateConfig;
import org.corpuslm.generate.Generator;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code generate}. */
@Command(
    name = "generate",
    header = "Samples a sentence word by word.",
    description =
        "Begins with <s> and the prompt, and stops at </s> or after --tokens words. The same"
            + " seed produces the same text.",
    footer = {
      "corpuslm generate --model kn5 --prompt \"the study of\" --seed 7",
      "corpuslm generate --model lstm --tokens 30 --temperature 0.8 --top-p 0.95",
      "corpuslm generate --model kn5 --interactive"
    },
    sortOptions = false)
@Manual(
    files = {"DIR: a saved model; nothing is written"},
    seeAlso = {"predict"})
final class GenerateCommand extends ResultCommand {
  @Mixin private ModelOptions model;

  @Option(
      names = "--prompt",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "The beginning of the sentence. Default: none.")
  private String prompt;

  @Option(
      names = "--tokens",
      defaultValue = "60",
      paramLabel = "N",
      description = "Maximum number of words to sample. Default: ${DEFAULT-VALUE}")
  private int tokens;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "X",
      description =
          "Below 1 favors probable words, above 1 improbable ones; 0 always takes the most probable"
              + " word. Default: ${DEFAULT-VALUE}")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      paramLabel = "K",
      description =
          "Sample from the K most probable words only; 0 = all words. Default: ${DEFAULT-VALUE}")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      description =
          "Sample from the most probable words whose probabilities reach P in total; 1 = all words."
              + " Default: ${DEFAULT-VALUE}")
  private double topP;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--allow-unknown", description = "The unknown word may be sampled too.")
  private boolean unknown;

  @Option(
      names = {"-i", "--interactive"},
      description =
          "Instead of --prompt: print three continuations of every line you type. On a terminal,"
              + " next words are shown while you type, and Tab completes; :help lists further"
              + " commands.")
  private boolean interactive;

  @Override
  Result run(Configuration conf) {
    GenerateConfig config = new GenerateConfig(tokens, temperature, topK, topP, seed, unknown);
    if (interactive) {
      if (!prompt.isEmpty()) {
        throw new BadInputException("give either --prompt or --interactive, not both");
      }
      return talk(InteractiveSession.continuations(model.open(conf), config));
    }
    LanguageModel opened = model.open(conf);
    Generator.Generated text = new Generator(opened, config).run(prompt);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", opened.path());
    json.put("configuration", config);
    json.put("prompt", prompt);
    json.put("text", text.text());
    json.put("words", text.words());
    json.put("ended", text.ended());
    return new Result(json, text.text() + (text.ended() ? "" : " …") + "\n");
  }
}
