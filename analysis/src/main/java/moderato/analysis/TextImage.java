package moderato.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import moderato.jobs.Image;
import moderato.jobs.JobConfiguration;
import moderato.jobs.JobFolders;
import moderato.models.ModelEntry;

/**
 * The built-in image {@code moderato/text}: reads text in frames.
 *
 * <p>A frame whose picture hardly differs from one already read takes over its text ({@code reusedFrom}). Folders and arguments as
 * {@link FacesImage}; {@code --longest-side} is the size at which text is looked for, 640 by default. Writes {@code text.jsonl}.
 */
public final class TextImage implements Image {

    private static final String DOMAIN = "text";
    static final String MODEL = "pp-ocrv6";
    private static final int LONGEST_SIDE = 640;
    private static final int SMALL_STILL = 300;

    /** Two seconds, and a frame or two by which candidates are late. */
    private static final double READ_SECONDS = 2.1;

    @Override
    public int run(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        return StepFailure.guard(folders, configuration, TextImage::read);
    }

    private static int read(JobFolders folders, JobConfiguration configuration) throws IOException, InterruptedException {
        StepReport.Stopwatch watch = new StepReport.Stopwatch();
        FrameStep step = FrameStep.open(DOMAIN, folders, configuration, "with", "longest-side");
        if (step.nothingToSee()) {
            JsonLines.write(step.output().resolve("text.jsonl"), List.of());
            StepReport.absent(DOMAIN, "the video has no picture", watch).write(step.output());
            return 0;
        }
        ModelEntry entry = step.models().entry(step.arguments().text("with").orElse(MODEL));
        try (TextReader reader = TextReader.load(step.models(), entry)) {
            List<VideoFrame> first = seldom(step.selected());
            Map<String, String> sources = sources(step, first);
            TextScale video = new TextScale.Video(step.arguments().count("longest-side", LONGEST_SIDE));
            boolean still = step.frames().size() == 1;
            SortedMap<Integer, SeenText> seen = FrameSearch.look(
                    Turn.TEXT,
                    step,
                    first,
                    sources,
                    configuration,
                    frame -> read(reader, step, frame, still, video),
                    SeenText::differ);
            List<ObjectNode> lines = lines(List.copyOf(seen.values()), pictured(step, seen.keySet()), sources, entry);
            JsonLines.write(step.output().resolve("text.jsonl"), lines);
            Map<String, Long> counts = new TreeMap<>();
            counts.put("analysed", (long) lines.size());
            counts.put("reused", (long) sources.size());
            StepReport.analysed(DOMAIN, List.of(entry), counts, watch).write(step.output());
        }
        return 0;
    }

    private static SeenText read(TextReader reader, FrameStep step, VideoFrame frame, boolean still, TextScale video)
            throws IOException {
        try (Bitmap picture = step.picture(frame)) {
            boolean small = still && Math.min(picture.width(), picture.height()) < SMALL_STILL;
            List<TextLine> lines = reader.read(picture, small ? new TextScale.Still() : video);
            return new SeenText(picture.width(), picture.height(), lines);
        }
    }

    /** Text that comes or goes at once is a cut: of frames that are there for movement alone, those are read without which two seconds would pass unread. */
    static List<VideoFrame> seldom(List<VideoFrame> frames) {
        List<VideoFrame> read = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            VideoFrame frame = frames.get(i);
            boolean last = i == frames.size() - 1;
            if (!frame.moved() || last || read.isEmpty() || frames.get(i + 1).pts() - read.getLast().pts() > READ_SECONDS) {
                read.add(frame);
            }
        }
        return read;
    }

    /** The frames that need no reading, each with the frame whose text is theirs. */
    private static Map<String, String> sources(FrameStep step, List<VideoFrame> frames) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        Optional<Thumbnail> anchor = Optional.empty();
        String anchorName = "";
        for (VideoFrame frame : frames) {
            Thumbnail thumbnail = Thumbnail.read(frame.file(step.input()));
            if (anchor.isPresent() && anchor.get().hardlyDiffersFrom(thumbnail)) {
                sources.put(frame.frame(), anchorName);
            } else {
                anchor = Optional.of(thumbnail);
                anchorName = frame.frame();
            }
        }
        return sources;
    }

    private static List<VideoFrame> pictured(FrameStep step, Set<Integer> places) {
        List<VideoFrame> frames = step.frames().stream().filter(frame -> frame.duplicateOf().isEmpty()).toList();
        return places.stream().map(frames::get).toList();
    }

    private static List<ObjectNode> lines(
            List<SeenText> seen, List<VideoFrame> frames, Map<String, String> sources, ModelEntry entry) {
        List<SeenText> believed = SeenText.believable(seen);
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            VideoFrame frame = frames.get(i);
            SeenText text = believed.get(i);
            ObjectNode line = FindingJson.line(frame, entry.name());
            for (TextLine found : text.lines()) {
                ObjectNode finding = FindingJson.add(line, "text", found.score());
                FindingJson.box(finding, found.place().bounds(), text.width(), text.height());
                finding.put("text", found.text());
            }
            Optional.ofNullable(sources.get(frame.frame())).ifPresent(name -> line.put("reusedFrom", name));
            lines.add(line);
        }
        return lines;
    }
}
