package org.corpuslm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.cli.command.CorpuslmCommand;
import org.corpuslm.cli.pipeline.JobFile;
import org.corpuslm.cli.pipeline.Pipeline;
import org.corpuslm.fuzz.FuzzCase;
import org.corpuslm.fuzz.FuzzTarget;
import org.corpuslm.fuzz.MemoryFileSystem;
import org.corpuslm.fuzz.Mutator;
import org.corpuslm.runtime.BadInputException;

/** Job files: HOCON to command lines, and in some cases the check of these. */
public final class JobFileTarget implements FuzzTarget {
  private static final String SMALL =
      """
      text = a.txt
      work = "w"
      order = 3
      steps = [
        { command = prepare, input = [${text}], output = ${work}/corpus, tokenizer = words }
        { command = count, corpus = ${work}/corpus, output = ${work}/counts, order = ${order} }
        { command = train, corpus = c, output = o, preset = zaremba-small, hidden = 64 }
      ]
      """;
  private static final Map<String, Object> DERIVED =
      Map.of(
          "release.version", "v",
          "release.dir", "d",
          "release.new", List.of("n"),
          "release.all", List.of("n", "o"),
          "release.previous", "p");

  private final Configuration conf = MemoryFileSystem.configuration();
  private final List<String> files = new ArrayList<>(List.of(SMALL, SMALL));

  public JobFileTarget() throws IOException {
    Path jobs = Path.of(System.getProperty("corpuslm.basedir", "."), "jobs");
    for (String name : List.of("quickstart.conf", "retrain.conf", "text-to-arpa.conf")) {
      files.add(Files.readString(jobs.resolve(name)));
    }
  }

  @Override
  public String name() {
    return "job";
  }

  @Override
  public boolean run(FuzzCase in) {
    Mutator mutator = new Mutator(in.random());
    String text = files.get(in.random().nextInt(files.size()));
    text = in.oneIn(20) ? text : mutator.text(text);
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    String path = MemoryFileSystem.put("/job.conf", in.input("job.conf", content));
    Map<String, String> settings =
        in.oneIn(4) ? Map.of(in.any("text", "work", "a b", ""), mutator.piece()) : Map.of();
    in.input("settings.txt", settings.toString().getBytes(StandardCharsets.UTF_8));
    try {
      JobFile job = JobFile.read(conf, path, settings);
      boolean release = job.release() != null;
      List<List<String>> steps =
          job.steps(release ? DERIVED : Map.of(), release ? in.any("first", "next") : "");
      if (in.oneIn(12)) {
        int most = Math.min(steps.size(), 2);
        new Pipeline(
                path,
                CorpuslmCommand::commandLine,
                new PrintWriter(new StringWriter()),
                true,
                false)
            .parse(steps.subList(0, most));
      }
      return true;
    } catch (BadInputException e) {
      return false;
    }
  }
}
