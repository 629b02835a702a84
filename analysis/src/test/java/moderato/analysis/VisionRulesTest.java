package moderato.analysis;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import moderato.jobs.JobConfiguration;
import moderato.models.Adapter;
import moderato.models.ModelStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The rules between networks and evidence, without any network. */
class VisionRulesTest {

    @Test
    void theStrongerOfTwoOverlappingBoxesStays() {
        Detection strong = new Detection(1, 0.9, 0, 0, 10, 10);
        Detection weak = new Detection(1, 0.5, 1, 0, 11, 10);
        Detection other = new Detection(2, 0.4, 1, 0, 11, 10);
        assertThat(Detection.suppress(List.of(weak, other, strong), 0.45, true)).containsExactly(strong, other);
        assertThat(Detection.suppress(List.of(weak, other, strong), 0.45, false)).containsExactly(strong);
    }

    @Test
    void yoloV8BoxesMayLieInColumnsOrInRows() {
        float[] columns = {10, 30, 50, 20, 20, 20, 4, 4, 4, 2, 2, 2, 0.1f, 0.9f, 0.2f, 0.2f, 0.1f, 0.3f};
        float[] rows = {10, 20, 4, 2, 0.1f, 0.2f, 30, 20, 4, 2, 0.9f, 0.1f, 50, 20, 4, 2, 0.2f, 0.3f};
        List<Detection> expected = List.of(new Detection(0, 0.9f, 28, 19, 32, 21), new Detection(1, 0.3f, 48, 19, 52, 21));
        assertThat(YoloRows.yoloV8(columns, new long[] {1, 6, 3}, 2, 0.25)).isEqualTo(expected);
        assertThat(YoloRows.yoloV8(rows, new long[] {1, 3, 6}, 2, 0.25)).isEqualTo(expected);
    }

    @Test
    void scoresComeFromTheActivationNamed() {
        assertThat(PictureModel.activate(new float[] {0, 0}, Adapter.Activation.SOFTMAX)).containsExactly(0.5, 0.5);
        assertThat(PictureModel.activate(new float[] {0, 0}, Adapter.Activation.SIGMOID)).containsExactly(0.5, 0.5);
        assertThat(PictureModel.activate(new float[] {0.25f}, Adapter.Activation.NONE)).containsExactly(0.25);
    }

    @Test
    void shrinkingWithAWideTriangleAverages() {
        byte[] pixels = new byte[4 * 4 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((i / 3) % 2 == 0 ? 0 : 200);
        }
        byte[] small = AntialiasedResize.resize(pixels, 4, 4, 1, 1);
        assertThat(small).hasSize(3).containsOnly((byte) 100);
    }

    @Test
    void aRectangleGrowsByTheDistanceOnEverySide() {
        Quad line = new Quad(new Point(10, 10), new Point(110, 10), new Point(110, 30), new Point(10, 30));
        assertThat(line.growth(1.6)).isCloseTo(2000 * 1.6 / 240, within(1e-9));
        List<Point> outline = line.grown(10);
        assertThat(outline.stream().mapToDouble(Point::x).min().orElseThrow()).isEqualTo(0);
        assertThat(outline.stream().mapToDouble(Point::x).max().orElseThrow()).isEqualTo(120);
        assertThat(outline.stream().mapToDouble(Point::y).min().orElseThrow()).isEqualTo(0);
        assertThat(outline.stream().mapToDouble(Point::y).max().orElseThrow()).isEqualTo(40);
    }

    @Test
    void aLineEndsWhereTheNextOneStandsTenPixelsLower() {
        Quad left = box(0, 4);
        Quad right = box(50, 0);
        Quad below = box(10, 20);
        assertThat(TextRegions.inReadingOrder(List.of(below, right, left))).containsExactly(left, right, below);
    }

    @Test
    void singleLettersAreBelievedOnlyWhenSeenTwice() {
        SeenText once = new SeenText(100, 100, List.of(line("A", 0.9), line("EXIT", 0.6), line("42", 0.7)));
        SeenText twice = new SeenText(100, 100, List.of(line("42", 0.7)));
        List<SeenText> believed = SeenText.believable(List.of(once, twice));
        assertThat(believed.get(0).lines()).extracting(TextLine::text).containsExactly("EXIT", "42");
        assertThat(SeenText.believable(List.of(once, once)).get(0).lines()).extracting(TextLine::text).containsExactly("EXIT");
    }

    @Test
    void aMisreadLetterIsNoNewText() {
        SeenText one = new SeenText(100, 100, List.of(line("Fresh coffee", 0.9)));
        assertThat(SeenText.differ(one, new SeenText(100, 100, List.of(line("Fresh cottee", 0.9))))).isFalse();
        assertThat(SeenText.differ(one, new SeenText(100, 100, List.of(line("Stale tea", 0.9))))).isTrue();
        assertThat(SeenText.differ(one, new SeenText(100, 100, List.of()))).isTrue();
        assertThat(SeenText.differ(new SeenText(100, 100, List.of(line("YAWANA", 0.67))), new SeenText(100, 100, List.of(line("YACHNR", 0.51))))).isFalse();
    }

    @Test
    void aLineMisreadOnAPageIsNoNewText() {
        TextLine heading = line("Region-based segmentation", 0.9);
        TextLine first = line("Let us first determine markers of the coins", 0.9);
        TextLine second = line("background. These markers are pixels", 0.9);
        TextLine third = line("unambiguously as either object or background", 0.9);
        SeenText page = new SeenText(100, 100, List.of(heading, first, second, third));
        assertThat(SeenText.differ(page, new SeenText(100, 100, List.of(heading, first, line("qaek t res ks lag", 0.8), third)))).isFalse();
        assertThat(SeenText.differ(page, new SeenText(100, 100, List.of(heading)))).isTrue();
    }

    @Test
    void facesOfOneDirectionAreOnePersonThroughTheVideo() {
        List<SeenFaces> frames = List.of(
                seen(0, face(1, 0.1f, 0), face(0, 1, 0)), seen(1, face(0.1f, 1, 0)), seen(2, face(1, 0, 0.1f), face(0, 0, 1)));
        People people = People.group(frames);
        assertThat(people.list()).hasSize(3);
        assertThat(people.list()).extracting(person -> person.sightings().size()).containsExactly(2, 2, 1);
        assertThat(people.name(frames.get(2).faces().get(1))).contains("person-3");
        assertThat(People.seconds(people.list().get(1), frames)).isEqualTo(2);
    }

    @Test
    void refineNamesTheFramesBetweenAHitAndItsNeighboursWithoutOne() {
        List<VideoFrame> frames = IntStream.range(0, 13).mapToObj(VisionRulesTest::frame).toList();
        Set<String> base = new HashSet<>(List.of("0", "4", "8", "12"));
        assertThat(RefineImage.between(frames, base, Set.of("4"))).extracting(VideoFrame::frame)
                .containsExactly("1", "2", "3", "5", "6", "7");
        assertThat(RefineImage.between(frames, base, Set.of())).isEmpty();
        assertThat(RefineImage.between(frames, base, base)).isEmpty();
    }

    @Test
    void beforeACutRefineNamesTheLastFrameOnly() {
        List<VideoFrame> frames = IntStream.range(0, 9).mapToObj(i -> frame(i, i == 4)).toList();
        assertThat(RefineImage.between(frames, Set.of("0", "4", "8"), Set.of("4"))).extracting(VideoFrame::frame).containsExactly("3", "5", "6", "7");
    }

    @Test
    void textIsReadEveryTwoSecondsWhereNothingButMovementAsksForMore() {
        List<VideoFrame> frames = IntStream.range(0, 9).mapToObj(i -> {
            boolean cut = i == 5;
            return new VideoFrame(String.valueOf(i), i, 0, true, i > 0 && !cut, cut, Optional.empty(), String.valueOf(i));
        }).toList();
        assertThat(TextImage.seldom(frames)).extracting(VideoFrame::frame).containsExactly("0", "2", "4", "5", "7", "8");
    }

    @Test
    void aChangeAtACutCostsOneLook() throws Exception {
        assertThat(search(IntStream.range(0, 17).mapToObj(i -> frame(i, i == 16)).toList(), 16)).containsExactly(0, 16, 15);
    }

    @Test
    void oneChangeAmongManyFramesIsFoundInFewLooks() throws Exception {
        assertThat(search(IntStream.range(0, 17).mapToObj(VisionRulesTest::frame).toList(), 6)).containsExactly(0, 16, 8, 4, 6, 5);
    }

    /** The frames looked at, in their order, to find where something begins. */
    private static List<Integer> search(List<VideoFrame> frames, int begins) throws Exception {
        List<Integer> looked = new ArrayList<>();
        FrameStep step = new FrameStep(
                Path.of("in"), Path.of("out"), ModelStore.readOnly(Path.of("none")),
                frames, FrameSelection.SEARCH, List.of(frames.get(0), frames.get(16)), 1, StepArguments.parse(List.of()));
        JobConfiguration job = new JobConfiguration(
                List.of(), Map.of(), Map.of(), new PrintStream(PrintStream.nullOutputStream()), () -> false);
        var results = FrameSearch.look(Turn.TEXT, step, step.selected(), Map.of(), job, frame -> {
            looked.add((int) frame.pts());
            return frame.pts() >= begins;
        }, (one, other) -> !one.equals(other));
        assertThat(results).containsEntry(begins - 1, false).containsEntry(begins, true);
        return looked;
    }

    private static VideoFrame frame(int i) {
        return frame(i, false);
    }

    private static VideoFrame frame(int i, boolean cut) {
        return new VideoFrame(String.valueOf(i), i, 0, i % 4 == 0, false, cut, Optional.empty(), String.valueOf(i));
    }

    private static Quad box(double x, double y) {
        return new Quad(new Point(x, y), new Point(x + 30, y), new Point(x + 30, y + 8), new Point(x, y + 8));
    }

    private static TextLine line(String text, double score) {
        return new TextLine(text, score, box(0, 0));
    }

    private static Face face(float... direction) {
        return new Face(new Detection(0, 0.9, 0, 0, 50, 50), List.of(), Optional.of(Embedding.of(direction)));
    }

    private static SeenFaces seen(double pts, Face... faces) {
        return new SeenFaces(new VideoFrame("f" + pts, pts, 0, true, Optional.empty()), 100, 100, List.of(faces));
    }
}
