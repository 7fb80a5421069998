package org.corpuslm.notebooks;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * A Jupyter kernel for Java: JJava speaks the protocol, {@link Snippets} runs the cells. The value
 * of a cell's last expression is shown; a chart of XChart as a picture.
 */
final class JavaKernel extends BaseKernel {
  private static final String IMPORTS =
      """
      import java.io.*;
      import java.nio.file.*;
      import java.util.*;
      import java.util.function.*;
      import java.util.stream.*;
      import static org.corpuslm.notebooks.Launcher.*;
      import static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*;
      """;

  private final Snippets snippets = new Snippets(System.getProperty("java.class.path"));
  private volatile Thread running;

  private JavaKernel(
      JupyterIO io,
      CommManager comms,
      Renderer renderer,
      MagicsRegistry magics,
      StringStyler errors) {
    super(
        "corpuslm",
        Runtime.version().toString(),
        new LanguageInfo.Builder("Java")
            .version(Runtime.version().toString())
            .mimetype("text/x-java-source")
            .fileExtension(".jshell")
            .pygments("java")
            .codemirror("text/x-java")
            .build(),
        List.of(),
        null,
        io,
        comms,
        renderer,
        null,
        magics,
        false,
        errors);
    Text.registerAll(renderer);
    Image.registerAll(renderer);
    renderer
        .createRegistration(Chart.class)
        .preferring(Image.PNG)
        .register((chart, at) -> Image.renderImage(picture(chart), at));
  }

  /**
   * Serves one notebook until it is closed.
   *
   * @param args the connection file that Jupyter wrote
   */
  public static void main(String[] args) throws Exception {
    JavaKernel kernel = new Parts().build();
    kernel.snippets.run(IMPORTS);
    JupyterConnection connection =
        new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    kernel.onStartup();
    connection.waitUntilClose();
    System.exit(0); // Spark's threads may still run
  }

  private static BufferedImage picture(Chart<?, ?> chart) {
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return BitmapEncoder.getBufferedImage(chart);
  }

  @Override
  public Object evalRaw(String cell) {
    running = Thread.currentThread();
    try {
      return snippets.run(cell);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      running = null;
    }
  }

  @Override
  public void interrupt() {
    Thread cell = running;
    if (cell != null) {
      cell.interrupt();
    }
  }

  @Override
  public DisplayData inspect(String cell, int at, boolean extraDetail) {
    List<String> signatures = snippets.documentation(cell, at);
    return signatures.isEmpty() ? null : new DisplayData(String.join("\n", signatures));
  }

  @Override
  public ReplacementOptions complete(String cell, int at) {
    int[] anchor = {at};
    return new ReplacementOptions(
        new ArrayList<>(snippets.suggestions(cell, at, anchor)), anchor[0], at);
  }

  @Override
  public String isComplete(String cell) {
    return snippets.isWhole(cell) ? IS_COMPLETE_YES : IS_COMPLETE_MAYBE;
  }

  @Override
  public void onShutdown(boolean restarting) {
    super.onShutdown(restarting);
    snippets.close();
  }

  /** Gives the kernel JJava's own parts. */
  private static final class Parts extends BaseKernelBuilder<Parts, JavaKernel> {
    @Override
    public JavaKernel build() {
      return new JavaKernel(
          buildJupyterIO(StandardCharsets.UTF_8),
          buildCommManager(),
          buildRenderer(),
          buildMagicsRegistry(),
          buildErrorStyler());
    }
  }
}
