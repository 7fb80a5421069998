package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.corpuslm.corpus.NgramOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers, names and job files that cannot be meant: exit code 2, a message that names file, line,
 * cause and fix, and nothing half-written.
 */
class BadCommandTest extends BadInputFixture {
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, NgramOrder.MAX_COUNTED + 1, NgramOrder.MAX})
  void anImpossibleOrder(int order) {
    run("count", "--corpus", corpus, "--output", out, "--order=" + order)
        .refused("--order is " + order, "must lie between 1 and " + NgramOrder.MAX_COUNTED);
    nothingIsLeft();
  }

  @Test
  void anOrderThatWasNotCounted() {
    estimate(counts, out, "--order", 4)
        .refused("--order is 4", counts, "counts up to order 3", "count again with --order 4");
    estimate(counts, out, "--order=-1").refused("--order is -1", "at least 1");
    nothingIsLeft();
  }

  @Test
  void textWithoutSingletons() {
    Path text = write("twice.txt", "a b c\na b c\nb c a\nb c a\n");
    prepare(text).succeeded();
    Path store = root.resolve("store");
    run("count", "--corpus", out, "--output", store, "--order", 2).succeeded();
    out = root.resolve("model");
    Object[] command = {
      "estimate", "--counts", store, "--output", out, "--smoothing", "modified-kneser-ney"
    };
    run(command)
        .refused(
            "modified Kneser-Ney cannot be estimated",
            "order 1",
            "no n-gram with adjusted count",
            "too small or artificial",
            "--discount-fallback");
    nothingIsLeft();
    assertThat(estimate(store, out).succeeded().out()).contains("(fallback)");
  }

  @Test
  void whatCannotBePruned() {
    Path scores = root.resolve("scores");
    run("estimate", "--counts", counts, "--output", scores, "--smoothing", "stupid-backoff")
        .succeeded();
    run("prune", "--model", scores, "--threshold", "1e-8", "--output", out)
        .refused(scores, "stupid-backoff scores", "Prune a model of another smoothing");
    Path mixture = root.resolve("mixture");
    run("mix", "--model", model, "--model", model, "--weights", "0.5,0.5", "--output", mixture)
        .succeeded();
    run("prune", "--model", mixture, "--threshold", "1e-8", "--output", out)
        .refused(mixture, "is a mixture directory", "a ngram-model directory is needed");
    run("prune", "--model", counts, "--threshold", "1e-8", "--output", out)
        .refused(counts, "is a counts directory", "ngram-model directory is needed");
    nothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prepare --input x --output y --sed 2   | --sed | --seed",
        "prepare --output y                     | Missing required option: '--input | --help",
        "prepare --input x --output y --seed z  | --seed | not a long",
        "prepare --input x --output y --tokenizer sentences | --tokenizer is sentences |"
            + " whitespace, words, chars",
        "prepare --input x --output y --holdout 0.6,0.6 | --holdout is 0.6,0.6 | together below 1",
        "prepare --input x --output y --holdout 0.1 | --holdout takes two shares | 0.05,0.05",
        "prepare --input x --output y --holdout a,b | --holdout | not a double",
        "prepare --input x --output y --holdout 0.1,0.1 --test t | either --holdout or | not both",
        "prepare --input x --output y --min-count 0 | --min-count is 0 | at least 1",
        "prepare --input x --output y --max-vocab=-1 | --max-vocab is -1 | at least 0",
        "prepare --input x --output y --max-line-bytes 0 | --max-line-bytes is 0 | between 1 and",
        "prepare --input x --output y --on-bad-line skip | --on-bad-line | QUARANTINE",
        "prepare --input x --output y --unk </s> | --unk is </s> | another word",
        "prepare --input x --output y --replace-special <s> | --replace-special is <s> | another word",
        "count --corpus x --output y            | --order is missing | longest n-grams",
        "count --corpus x --output y --order 2 --shards=-1 | --shards is -1 | or 0 for a default",
        "estimate --counts x --output y --smoothing good-turing | --smoothing |"
            + " modified-kneser-ney",
        "estimate --counts x --output y --smoothing add-delta --delta much | --delta is much |"
            + " number",
        "estimate --counts x --output y --smoothing add-delta --delta 0 | --delta is 0.0 | above 0",
        "estimate --counts x --output y --smoothing stupid-backoff --alpha 2 | --alpha is 2.0 | (0,"
            + " 1]",
        "estimate --counts x --output y --smoothing mle --prune 0,1 | --prune |"
            + " modified-kneser-ney",
        "estimate --counts x --output y --smoothing modified-kneser-ney --prune 0,2,1 | --prune is"
            + " | none may be lower",
        "estimate --counts x --output y --smoothing katz --prune-entropy=-1 | --prune-entropy is"
            + " -1.0 | at least 0",
        "estimate --counts x --output y --smoothing stupid-backoff --prune-entropy 1e-8 |"
            + " --prune-entropy | another smoothing",
        "prune --model x --output y             | Missing required option: '--threshold | --help",
        "prune --model x --output y --threshold=-1e-8 | --threshold is -1.0E-8 | at least 0",
        "prune --model x --output y --threshold NaN | --threshold is NaN | at least 0",
        "prune --model x --output y --threshold Infinity | --threshold is Infinity | such as 1e-8",
        "prune --model x --output y --threshold much | --threshold | not a double",
        "perplexity --model x --output y        | --corpus | --text",
        "perplexity --model x --output y --corpus c --text t | either --corpus | --text",
        "perplexity --model x --output y --corpus c --quantize 3 | --quantize is 3 | from 4 to 16",
        "perplexity --model x --output y --corpus c -q 17 | --quantize is 17 | from 4 to 16",
        "perplexity --model x --output y --corpus c -q eight | eight | --quantize",
        "predict --model x --context a -q 2     | --quantize is 2 | from 4 to 16",
        "generate --model x --quantize -8       | --quantize is -8 | from 4 to 16",
        "predict --model x --context a --top 0  | --top is 0 | at least 1",
        "predict --model x                      | --context TEXT | --interactive",
        "generate --model x --top-p 0           | --top-p is 0 | 1",
        "generate --model x --temperature=-1    | --temperature is -1 | at least 0",
        "recount                                | recount | count",
        "run                                    | JOBFILE | --help",
      })
  void aWrongCommandLine(String command, String cause, String fix) throws IOException {
    Path here = Path.of("y");
    run((Object[]) command.trim().split(" +")).refused(cause, fix);
    assertThat(here).doesNotExist();
  }

  @Test
  void noCommandAtAll() {
    run().refused("Missing command", "--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps = [ { command = recount } ]            | recount",
        "steps = [ { corpus = x } ]                   | has no command",
        "steps = [ { command = count, corpus = x, output = y, order = 13 } ] | --order is 13",
        "steps = [ { command = count, corpus = x, output = y, ordr = 3 } ] | --ordr",
        "work = x                                     | no steps",
        "steps = [ { command                          | job.conf",
        "steps = [ { command = count, corpus = ${nowhere} } ] | nowhere",
        "steps = [ { command = help } ]               | help",
      })
  void aWrongJobFile(String content, String cause) {
    Path job = write("job.conf", content);
    run("run", job).refused(job, cause);
  }

  @Test
  void aMissingJobFile() {
    Path job = root.resolve("none.conf");
    run("run", job).refused(job, "does not exist");
    Path good = write("job.conf", "steps = []\nwork = x");
    run("run", good, "--set", "wrok=y").refused(good, "wrok", "no such value");
  }
}
