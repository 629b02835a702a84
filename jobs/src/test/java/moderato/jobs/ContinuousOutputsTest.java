package moderato.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import moderato.objects.ObjectAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Outputs that are to be seen while their job runs. */
@Timeout(60)
class ContinuousOutputsTest {

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void open() {
        bench = new JobBench(folder);
    }

    @Test
    void anOutputIsThereBeforeTheJobEnds() throws Exception {
        bench.images.put("moderato/slow", (folders, configuration) -> {
            Files.writeString(folders.processingOutput("early").resolve("first"), "1");
            Files.writeString(folders.processingOutput("late").resolve("first"), "1");
            while (bench.store.find(ObjectAddress.parse("s3://data/early/first")).isEmpty()) {
                Thread.onSpinWait();
            }
            Files.writeString(folders.processingOutput("early").resolve("second"), bench.keys("s3://data/").toString());
            return 0;
        });
        process();
        assertThat(bench.text("s3://data/early/second")).isEqualTo("[early/first]");
        assertThat(bench.keys("s3://data/")).containsExactly("early/first", "early/second", "late/first");
    }

    @Test
    void whatAnAttemptLeftIsRemovedByTheNextOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        bench.images.put("moderato/slow", (folders, configuration) -> {
            if (begun.getCount() == 0) {
                Files.writeString(folders.processingOutput("early").resolve("second"), bench.keys("s3://data/").toString());
                return 0;
            }
            Files.writeString(folders.processingOutput("early").resolve("first"), "1");
            while (bench.store.find(ObjectAddress.parse("s3://data/early/first")).isEmpty()) {
                Thread.onSpinWait();
            }
            begun.countDown();
            new CountDownLatch(1).await();
            return 0;
        });
        Thread engine = Thread.ofVirtual().start(() -> assertThatThrownBy(this::process).isInstanceOf(InterruptedException.class));
        begun.await();
        engine.interrupt();
        engine.join();
        assertThat(bench.keys("s3://data/")).containsExactly("early/first");

        process();
        assertThat(bench.text("s3://data/early/second")).isEqualTo("[]");
        assertThat(bench.keys("s3://data/")).isEqualTo(List.of("early/second"));
    }

    private void process() throws Exception {
        bench.run("job:processing", JobBench.json("""
                {"ProcessingJobName": "process-1", "AppSpecification": {"ImageUri": "moderato/slow"}, "ProcessingOutputConfig": {"Outputs": [
                  {"OutputName": "early", "S3Output": {"S3Uri": "s3://data/early", "LocalPath": "/opt/ml/processing/output/early", "S3UploadMode": "Continuous"}},
                  {"OutputName": "late", "S3Output": {"S3Uri": "s3://data/late", "LocalPath": "/opt/ml/processing/output/late", "S3UploadMode": "EndOfJob"}}]}}"""));
    }
}
