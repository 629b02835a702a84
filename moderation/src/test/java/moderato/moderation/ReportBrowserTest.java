package moderato.moderation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The report in a real browser. */
class ReportBrowserTest {

    private static final String FIRST = "#objects-1 .picture";
    private static final String BLURRED = "blur(14px) grayscale(1)";

    @TempDir
    static Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path file = folder.resolve("kitchen.mp4.moderation.html");
        Report.write(file, ModerationPackage.of(Samples.timeline(), Policy.standard(), Instant.EPOCH), ReportTest.pictures(folder));
        browser = Browser.start(folder.resolve("profile"), 1280, 900);
        browser.open(file);
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
    }

    @BeforeEach
    void hideAll() {
        browser.press("Escape");
        browser.value("document.activeElement.blur()");
        browser.hover("h1");
    }

    @Test
    void blursPicturesUntilSomebodyRevealsThem() {
        assertThat(browser.value("document.querySelectorAll('.picture').length")).isEqualTo("2");
        assertThat(browser.value("[...document.querySelectorAll('.picture .image')].every(i => getComputedStyle(i).filter === '" + BLURRED + "')"))
                .isEqualTo("true");
        assertThat(browser.value("getComputedStyle(document.querySelector('" + FIRST + " .image')).backgroundImage.startsWith('url(\"data:image/jpeg')"))
                .isEqualTo("true");
    }

    @Test
    void revealsOnHover() {
        browser.hover(FIRST);
        assertThat(filter()).isEqualTo("none");
        browser.hover("h1");
        assertThat(filter()).isEqualTo(BLURRED);
    }

    @Test
    void revealsOnFocusByTabbing() {
        browser.press("ArrowRight");
        assertThat(filter()).isEqualTo(BLURRED);
        browser.press("Tab");
        assertThat(browser.value("document.activeElement.matches('" + FIRST + "')")).isEqualTo("true");
        assertThat(filter()).isEqualTo("none");
        browser.press("Tab");
        assertThat(filter()).isEqualTo(BLURRED);
    }

    @Test
    void revealsAndHidesByKey() {
        browser.press("ArrowRight");
        browser.press("r");
        assertThat(filter()).isEqualTo("none");
        browser.press("r");
        assertThat(filter()).isEqualTo(BLURRED);
        browser.press("r");
        browser.press("Escape");
        assertThat(filter()).isEqualTo(BLURRED);
    }

    @Test
    void movesThroughTheEvidenceWithTheArrowKeys() {
        browser.press("ArrowRight");
        assertThat(browser.value("document.activeElement.id")).isEqualTo("objects-1");
        assertThat(browser.value("document.querySelector('.bar.current').hash")).isEqualTo("#objects-1");
        browser.press("ArrowRight");
        assertThat(browser.value("document.activeElement.id")).isEqualTo("toxicity-1");
        browser.press("ArrowRight");
        assertThat(browser.value("document.activeElement.id")).isEqualTo("toxicity-1");
        browser.press("Home");
        assertThat(browser.value("document.activeElement.id")).isEqualTo("objects-1");
    }

    @Test
    void jumpsToTheEvidenceOfABar() {
        browser.value("document.querySelector('.bar[href=\"#toxicity-1\"]').click()");
        assertThat(browser.value("document.activeElement.id")).isEqualTo("toxicity-1");
    }

    @Test
    void followsTheSystemsColours() {
        browser.prefer("light");
        String light = browser.value("getComputedStyle(document.body).backgroundColor");
        browser.prefer("dark");
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor")).isNotEqualTo(light);
    }

    @Test
    void loadsNothing() {
        assertThat(browser.value("performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length")).isEqualTo("0");
    }

    private static String filter() {
        return browser.value("getComputedStyle(document.querySelector('" + FIRST + " .image')).filter");
    }
}
