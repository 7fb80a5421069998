package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From text to perplexity on real daemons, all data on HDFS: the counts, the models and the network
 * are those of a local run to the byte, the perplexities to 1e-12. The configurations are those of
 * {@code conf/}.
 */
@Tag("cluster")
class ClusterIT {
  /** Two small executors instead of the four large ones of {@code conf/yarn.conf}. */
  private static final String YARN_SIZE =
      " --conf spark.executor.instances=2 --conf spark.executor.cores=1"
          + " --conf spark.executor.memory=1g --conf spark.driver.memory=1g"
          + " --conf spark.yarn.jars=local:"
          + Submit.BASE.toAbsolutePath().normalize().resolve("target/spark/jars/*");

  @TempDir private static java.nio.file.Path dir;
  private static Daemons daemons;
  private static FileSystem hdfs;
  private static String root;

  @BeforeAll
  static void start() throws IOException {
    daemons = Daemons.start(dir.resolve("cluster"), Map.of(), "hdfs", "standalone", "yarn");
    Configuration conf = new Configuration(false);
    conf.addResource(daemons.configuration().resolve("core-site.xml").toUri().toURL());
    conf.addResource(daemons.configuration().resolve("hdfs-site.xml").toUri().toURL());
    hdfs = FileSystem.newInstance(conf);
    root = hdfs.getUri().toString();
    java.nio.file.Path text = dir.resolve("text.txt");
    Files.write(text, ZipfText.lines(8_000, 1500, 5));
    hdfs.copyFromLocalFile(new Path(text.toUri()), new Path("/text.txt"));
    hdfs.copyFromLocalFile(
        new Path(Submit.BASE.resolve(Outputs.PIPELINE).toUri()), new Path("/pipeline.conf"));
    run("local.conf", "--master local[2]", false, text.toString(), dir.resolve("local").toString())
        .orFail();
  }

  @AfterAll
  static void stop() throws IOException {
    if (hdfs != null) {
      hdfs.close();
    }
    if (daemons != null) {
      daemons.close();
    }
  }

  @Test
  void standalone() throws IOException {
    onHdfs("standalone.conf", "--master " + daemons.master(), "/standalone").orFail();
    assertSameAsLocal("/standalone");
  }

  @Test
  void yarnWithTheDriverHere() throws IOException {
    onHdfs("yarn.conf", YARN_SIZE, "/client").orFail();
    assertSameAsLocal("/client");
  }

  @Test
  void yarnWithTheDriverInside() throws IOException {
    onHdfs("yarn.conf", "--deploy-mode cluster" + YARN_SIZE, "/inside").orFail();
    assertSameAsLocal("/inside");

    Submit.Outcome again = onHdfs("yarn.conf", "--deploy-mode cluster" + YARN_SIZE, "/inside");
    assertThat(again.exitCode()).as("unchanged steps are skipped").isZero();

    // Spark's client has no exit codes but 0 and 1; the message contains corpuslm's code.
    Submit.Outcome bad =
        run("yarn.conf", "--deploy-mode cluster" + YARN_SIZE, true, root + "/missing", "/bad");
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.err()).contains("exited with status 2");
  }

  @Test
  void aDataNodeStopsInTheMiddle() throws IOException, InterruptedException {
    Submit.Running running =
        Submit.start(
            command(true, root + "/text.txt", root + "/stopped"),
            environment("standalone.conf", "--master " + daemons.master()));
    for (int i = 0; i < 3000 && !hdfs.exists(new Path("/stopped/counts")); i++) {
      Thread.sleep(100);
    }
    assertThat(hdfs.exists(new Path("/stopped/counts"))).isTrue();
    ProcessHandle node = daemons.process("datanode-2");
    assertThat(running.process().isAlive()).as("stopped before the end").isTrue();
    node.destroyForcibly();
    running.await().orFail();
    assertThat(node.isAlive()).isFalse();
    assertSameAsLocal("/stopped");
  }

  private static Submit.Outcome onHdfs(String conf, String options, String work) {
    return run(conf, options, true, root + "/text.txt", root + work);
  }

  private static Submit.Outcome run(
      String conf, String options, boolean onCluster, String text, String work) {
    return Submit.start(
            command(onCluster, text, work),
            onCluster ? environment(conf, options) : Map.of("CORPUSLM_SPARK_OPTS", options))
        .await();
  }

  private static List<String> command(boolean onCluster, String text, String work) {
    return List.of(
        Submit.BASE.resolve("scripts/corpuslm").toString(),
        "run",
        onCluster ? root + "/pipeline.conf" : Submit.BASE.resolve(Outputs.PIPELINE).toString(),
        "--set",
        "text=" + text,
        "--set",
        "work=" + work);
  }

  private static Map<String, String> environment(String conf, String options) {
    return Map.of(
        "CORPUSLM_CONF",
        Submit.BASE.resolve("conf").resolve(conf).toString(),
        "CORPUSLM_SPARK_OPTS",
        options,
        "CORPUSLM_DRIVER_MEMORY",
        "1g",
        "HADOOP_CONF_DIR",
        daemons.configuration().toString());
  }

  private static void assertSameAsLocal(String work) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration(false)).getRaw();
    new Outputs(hdfs, new Path(work))
        .assertSameAs(new Outputs(local, new Path(dir.resolve("local").toUri())));
  }
}
