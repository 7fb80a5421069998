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

@Command(
    name = "generate",
    header = "Generates a sentence by sampling word after word.",
    description = "Starts at <s> and the prompt, stops at </s> or after --tokens words.",
    footer = {
      "corpuslm generate --model kn5 --prompt \"the study of\" --seed 7",
      "corpuslm generate --model lstm --tokens 30 --temperature 0.8 --top-p 0.95",
      "corpuslm generate --model kn5 --interactive"
    },
    sortOptions = false)
@Manual(
    files = {"DIR: a model of estimate, train, mix, prune or import-arpa; nothing is written"},
    seeAlso = {"predict"})
final class GenerateCommand extends ResultCommand {
  @Mixin private ModelOptions model;

  @Option(
      names = "--prompt",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "The beginning of the sentence; default: none.")
  private String prompt;

  @Option(
      names = "--tokens",
      defaultValue = "60",
      paramLabel = "N",
      description = "Stop after so many words. Default: ${DEFAULT-VALUE}")
  private int tokens;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "X",
      description = "Below 1 more, above 1 less probable words; 0 always takes the best.")
  private double temperature;

  @Option(
      names = "--top-k",
      defaultValue = "0",
      paramLabel = "K",
      description = "Draw from the K most probable words only; 0 = all.")
  private int topK;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      description = "Draw from the most probable words that together reach P only; 1 = all.")
  private double topP;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The same seed gives the same text. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--allow-unknown", description = "The unknown word may be drawn too.")
  private boolean unknown;

  @Option(
      names = {"-i", "--interactive"},
      description =
          "Instead of --prompt: three continuations of every line that is typed; on a terminal next"
              + " words are shown meanwhile, Tab completes; :help lists more.")
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
