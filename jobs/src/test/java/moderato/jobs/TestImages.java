package moderato.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Images that a child JVM finds as well. */
public final class TestImages implements ImageCatalog {

    @Override
    public Map<String, Image> programs() {
        return Map.of("test/where", TestImages::where, "test/patient", TestImages::wait);
    }

    @Override
    public Map<String, ServingImage> serving() {
        return Map.of("test/upper", (folders, configuration) -> new ServingImage.Served() {
            private volatile boolean sure = true;

            @Override
            public boolean keepable() {
                return sure;
            }

            @Override
            public byte[] predict(byte[] body, String contentType, String accept) throws IOException {
                String text = new String(body, StandardCharsets.UTF_8);
                if (text.contains("poison")) {
                    throw new IOException("cannot read this");
                }
                sure = sure && !text.contains("unsure");
                return (text.toUpperCase(Locale.ROOT) + " " + folders.root() + " " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public ExecutionParameters executionParameters() {
                return ExecutionParameters.concurrent(2);
            }

            @Override
            public void close() {
                configuration.log().println("closed");
            }
        });
    }

    /* Writes where it runs and what it was told, into whatever output there is. */
    private static int where(JobFolders folders, JobConfiguration configuration) throws IOException {
        String told = folders.root() + "\n" + ProcessHandle.current().pid() + "\n" + configuration.arguments() + "\n" + configuration.environment().get("COLOUR") + "\n"
                + configuration.hyperparameters() + "\n" + System.getProperty("user.home") + "\n" + configuration.environment().containsKey("MAVEN_HOME");
        Path model = folders.model();
        Files.writeString(Files.isDirectory(model) ? model.resolve("told") : folders.resolve("processing/output/told"), told);
        configuration.log().println("loss=0.25");
        if (configuration.arguments().contains("fail")) {
            Files.writeString(folders.failureFile(), "as told");
            return 3;
        }
        return 0;
    }

    private static int wait(JobFolders folders, JobConfiguration configuration) throws InterruptedException {
        configuration.log().println("waiting");
        try {
            new CountDownLatch(1).await();
        } finally {
            configuration.log().println("stopped as asked");
        }
        return 0;
    }
}
