package org.corpuslm.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium that opens pages, by its DevTools protocol. Every wait has a limit. */
final class Chromium implements AutoCloseable {
  private static final long SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private String session;

  /** Starts one with a profile of its own. */
  Chromium(Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .start();
    CompletableFuture<String> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(address), "chromium-output");
    reader.setDaemon(true);
    reader.start();
    try {
      URI uri = URI.create(address.get(SECONDS, TimeUnit.SECONDS));
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(uri, new Listener())
              .get(SECONDS, TimeUnit.SECONDS);
      String target =
          call("Target.createTarget", "{\"url\":\"about:blank\"}").get("targetId").asText();
      session =
          call("Target.attachToTarget", "{\"targetId\":\"%s\",\"flatten\":true}".formatted(target))
              .get("sessionId")
              .asText();
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        call(domain + ".enable", "{}");
      }
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The program, or null if there is none: {@code CHROMIUM}, or one on the path. */
  static String program() {
    String given = System.getenv("CHROMIUM");
    if (given != null) {
      return given;
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  private void read(CompletableFuture<String> address) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("DevTools listening on ")) {
          address.complete(line.substring("DevTools listening on ".length()).strip());
        }
      }
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
    address.completeExceptionally(new IOException("chromium ended before it listened"));
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }

  private void take(String message) {
    try {
      JsonNode node = JSON.readTree(message);
      if (node.has("id")) {
        answers.remove(node.get("id").asInt()).complete(node);
      } else {
        events.add(node);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a method of the protocol. */
  JsonNode call(String method, String params) throws Exception {
    int id = calls.incrementAndGet();
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", JSON.readTree(params));
    if (session != null) {
      request.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(request.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode node = answer.get(SECONDS, TimeUnit.SECONDS);
    if (node.has("error")) {
      throw new IllegalStateException(method + ": " + node.get("error"));
    }
    return node.get("result");
  }

  /** Opens a file in a window of that size, in a light or a dark scheme. */
  void open(Path file, String scheme, int width, int height) throws Exception {
    events.clear();
    scheme(scheme);
    call(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
    call("Page.navigate", "{\"url\":\"%s\"}".formatted(file.toUri()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (events.stream().noneMatch(e -> name(e).equals("Page.loadEventFired"))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(file + " did not load in " + SECONDS + " s");
      }
      Thread.sleep(20);
    }
    evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))");
  }

  void scheme(String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(scheme));
  }

  /** The value of an expression of JavaScript. */
  JsonNode evaluate(String script) throws Exception {
    ObjectNode params =
        JSON.createObjectNode()
            .put("expression", script)
            .put("returnByValue", true)
            .put("awaitPromise", true);
    JsonNode result = call("Runtime.evaluate", params.toString());
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.get("exceptionDetails").toString());
    }
    return result.get("result").path("value");
  }

  /**
   * Returns what the page wrote to the console and the browser to its log, since the page was
   * opened.
   */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode event : events) {
      if (List.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
          .contains(name(event))) {
        complaints.add(event.get("params").toString());
      }
    }
    return complaints;
  }

  /** Everything that was asked for since it was opened. */
  List<String> requests() {
    return events.stream()
        .filter(e -> name(e).equals("Network.requestWillBeSent"))
        .map(e -> e.get("params").get("request").get("url").asText())
        .toList();
  }

  private static String name(JsonNode event) {
    return event.path("method").asText();
  }

  /** The page as a PNG, whole or its first screen. */
  byte[] screenshot(boolean whole) throws Exception {
    JsonNode png =
        call("Page.captureScreenshot", "{\"captureBeyondViewport\":%b}".formatted(whole));
    return Base64.getDecoder().decode(png.get("data").asText());
  }

  byte[] pdf() throws Exception {
    JsonNode pdf = call("Page.printToPDF", "{\"printBackground\":false}");
    return Base64.getDecoder().decode(pdf.get("data").asText());
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
