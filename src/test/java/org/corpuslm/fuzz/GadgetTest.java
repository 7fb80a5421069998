package org.corpuslm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.corpuslm.cli.Cli;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.CorpuslmKryoRegistrator;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A serialized Java object in place of any file is never deserialized, which would run code of its
 * author.
 */
class GadgetTest {
  private static boolean woken;

  /** Stands for the classes that attacks are made of; harmless. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      woken = true;
    }
  }

  @TempDir private Path root;

  @AfterEach
  void itSlept() {
    assertThat(woken).isFalse();
  }

  private static byte[] gadget() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Gadget());
    }
    return bytes.toByteArray();
  }

  /** The same with a manifest that has the size and checksum of the object. */
  @Test
  void inAnyFileOfADirectory() throws IOException {
    DirectoryTarget reader = new DirectoryTarget();
    SavedDirectories saved = reader.saved();
    int refused = 0;
    for (String name : saved.names()) {
      for (String file : saved.files(name).keySet()) {
        if (file.startsWith("train/")) {
          continue; // read by tasks only: below
        }
        Map<String, byte[]> files = new TreeMap<>(saved.files(name));
        files.put(file, gadget());
        for (int confirmed = 0; confirmed < (file.equals(Manifest.FILE) ? 1 : 2); confirmed++) {
          if (confirmed == 1) {
            DirectoryTarget.confirm(files, file);
          }
          boolean passedOver = isPassedOver(reader, name, files);
          // Of a mixture's copy of the vocabulary only the checksum is of use: not read at all.
          assertThat(passedOver)
              .as(name + "/" + file)
              .isEqualTo(name.equals("mixture") && file.startsWith("vocabulary/"));
          refused += passedOver ? 0 : 1;
        }
      }
    }
    assertThat(refused).isGreaterThan(40);
  }

  private static boolean isPassedOver(
      DirectoryTarget reader, String name, Map<String, byte[]> files) throws IOException {
    try {
      reader.read(new FuzzCase(1), name, files);
      return true;
    } catch (BadInputException e) {
      return false;
    }
  }

  @Test
  void asTextCheckpointOrModelFile() throws IOException {
    Path text = Files.writeString(root.resolve("text.txt"), "a b c\n".repeat(30));
    Path corpus = root.resolve("corpus");
    Cli.run("prepare", "--input", text, "--output", corpus).succeeded();
    Path object = Files.write(root.resolve("object"), gadget());
    Path out = root.resolve("out");
    Cli.run("prepare", "--input", object, "--output", out)
        .refused(object.toString(), "is a binary file");
    Cli.run("import-arpa", "--arpa", object, "--output", out).refused(object, "is a binary file");
    Cli.run("run", object).refused(object);
    Path preset = Files.copy(object, root.resolve("preset.conf"));
    Object[] train = {
      "train", "--corpus", corpus, "--output", out, "--hidden", 2, "--embedding", 2, "--resume"
    };
    Cli.run("train", "--corpus", corpus, "--output", out, "--preset", preset).refused(preset);
    Path checkpoints = Files.createDirectory(root.resolve("out.checkpoints"));
    Files.copy(object, checkpoints.resolve("checkpoint-00001-0000001"));
    Files.copy(object, checkpoints.resolve("best"));
    Cli.run(train).refused("no checkpoint", "is whole", "--overwrite");

    Path part = corpus.resolve("train/part-00000.parquet");
    Files.write(part, gadget());
    Cli.run("count", "--corpus", corpus, "--output", out, "--order", 2).refused(part, "is damaged");
  }

  /** Kryo neither writes nor reads classes that are not registered. */
  @Test
  void inWhatKryoReads() {
    SparkConf conf =
        new SparkConf()
            .set("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName())
            .set("spark.kryo.registrationRequired", "true");
    Kryo actual = new KryoSerializer(conf).newKryo();
    assertThatThrownBy(() -> actual.writeClassAndObject(new Output(100, -1), new Gadget()))
        .hasMessageContaining("Class is not registered: " + Gadget.class.getName());
    Output named = new Output(100, -1);
    new Kryo().writeClass(named, Gadget.class); // by its name, for want of a registration
    named.writeBytes(new byte[50]);
    assertThatThrownBy(() -> actual.readClassAndObject(new Input(named.toBytes())))
        .hasMessageContaining("Class is not registered: " + Gadget.class.getName());
  }

  /** Results of tasks are Java objects of corpuslm's classes and the simplest ones of the JDK. */
  @Test
  void asTheResultOfATask() {
    try (Cluster cluster = LocalCluster.open("gadget-test")) {
      assertThat(cluster.map("allowed", List.of(1), (i, worker) -> new long[] {i}).get(0))
          .containsExactly(1);
      assertThatThrownBy(
              () -> cluster.map("foreign", List.of(1), (i, worker) -> new java.net.URL("http:x")))
          .hasMessageContaining("cannot be read");
    }
  }

  /** Deserializing the object runs its code, so the test above can fail. */
  @Test
  @SuppressWarnings("BanSerializableRead")
  void isWokenByJava() throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new java.io.ByteArrayInputStream(gadget()))) {
      in.readObject();
    }
    assertThat(woken).isTrue();
    woken = false;
  }
}
