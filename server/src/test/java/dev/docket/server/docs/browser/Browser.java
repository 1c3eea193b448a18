package dev.docket.server.docs.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium of this machine, with its own profile, that records its requests and errors. */
final class Browser implements AutoCloseable {

    private final ChromeDriverService service;
    private final RemoteWebDriver driver;
    private final Path profile;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Browser(ChromeDriverService service, RemoteWebDriver driver, Path profile) {
        this.service = service;
        this.driver = driver;
        this.profile = profile;
    }

    /** Skips the test if no Chromium is installed, and fails it in CI. */
    static Browser start() {
        Path chromium = Programs.require(List.of("chromium", "chromium-browser", "google-chrome"));
        Path chromedriver = Programs.require("chromedriver");
        try {
            Path profile = Files.createTempDirectory("docket-browser-");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver.toFile())
                    .usingAnyFreePort()
                    .withSilent(true)
                    .build();
            service.start();
            // Not a ChromeDriver, which needs Selenium's download manager.
            RemoteWebDriver driver = new RemoteWebDriver(service.getUrl(), options(chromium, profile), false);
            return new Browser(service, driver, profile);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ChromeOptions options(Path chromium, Path profile) {
        LoggingPreferences everything = new LoggingPreferences();
        everything.enable(LogType.BROWSER, Level.ALL);
        everything.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, everything);
        options.addArguments(
                "--headless=new",
                // Builds often run as root, which the sandbox rejects; the browser opens only our page.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1600",
                "--user-data-dir=" + profile);
        return options;
    }

    /** Opens a page anew, and discards the recorded errors and requests of the previous one. */
    void open(URI page) {
        driver.get("about:blank");
        complaints();
        requests();
        complaints.clear();
        requests.clear();
        driver.get(page.toString());
    }

    /** The element, as soon as it is visible. */
    WebElement see(String selector) {
        return patiently().until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    void scrollTo(String selector) {
        driver.executeScript("arguments[0].scrollIntoView()", see(selector));
    }

    void click(String selector) {
        patiently()
                .until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector)))
                .click();
    }

    void awaitGone(String selector) {
        patiently().until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(selector)));
    }

    /** Replaces the text of a field by typing, as a person would. */
    void fill(String selector, String text) {
        WebElement field = see(selector);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** What is wrong with the page for people with disabilities, by WCAG 2.2, levels A and AA. */
    List<?> barriers() {
        return barriers("['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']");
    }

    /** Where text is hard to tell from its ground: the only rule whose result depends on the colour scheme. */
    List<?> poorContrasts() {
        return barriers("['color-contrast']");
    }

    private List<?> barriers(String rules) {
        if (evaluate("return window.axe === undefined").equals(true)) {
            try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
                evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return (List<?>) evaluate("""
                return axe.run({runOnly: %s, resultTypes: ['violations']}).then(result =>
                    result.violations.map(each => each.id + ': ' + each.nodes.map(node => node.html).join(', ')))""".formatted(rules));
    }

    Object evaluate(String script) {
        return driver.executeScript(script);
    }

    /** Errors in the console since the page was opened: failed scripts, violations of the policy, failed requests. */
    List<String> complaints() {
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .forEach(complaints::add);
        return List.copyOf(complaints);
    }

    /** Requests to any server since the page was opened. */
    List<String> requests() {
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> event(entry.getMessage()))
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .filter(url -> !url.startsWith("data:"))
                .forEach(requests::add);
        return List.copyOf(requests);
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        service.stop();
        Folders.delete(profile);
    }

    private WebDriverWait patiently() {
        return new WebDriverWait(driver, Wait.PATIENCE, Duration.ofMillis(50));
    }

    private static JsonNode event(String message) {
        try {
            return new JsonMapper().readTree(message).path("message");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
