package moderato.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import moderato.kernel.TaskFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class TransformJobsTest {

    @TempDir
    Path folder;

    private JobBench bench;
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closed = new AtomicInteger();

    @BeforeEach
    void model() throws Exception {
        bench = new JobBench(folder);
        bench.serving.put("moderato/upper", (folders, configuration) -> {
            String suffix = Files.exists(folders.model().resolve("suffix")) ? Files.readString(folders.model().resolve("suffix")) : "";
            return predicting(body -> {
                if (body.contains("poison")) {
                    throw new IllegalArgumentException("cannot read this");
                }
                return body.toUpperCase(Locale.ROOT) + suffix;
            });
        });
        bench.serving.put("moderato/sum", (folders, configuration) -> predicting(body -> {
            StringBuilder answers = new StringBuilder();
            body.lines().forEach(line -> answers.append(List.of(line.split(",")).stream().mapToInt(Integer::parseInt).sum()).append('\n'));
            return answers.toString();
        }));
        bench.serving.put("moderato/label", (folders, configuration) -> predicting(body -> "{\"label\":\"cat\"}"));
        create("upper", "moderato/upper");
        create("sum", "moderato/sum");
        create("label", "moderato/label");
    }

    @Test
    void everyObjectBecomesOneOutputWithItsSubPath() throws Exception {
        bench.put("s3://data/in/a.txt", "one");
        bench.put("s3://data/in/sub/b.txt", "two");
        JsonNode answer = transform("upper", "{}", "{}");
        assertThat(answer.path("TransformJobStatus").asText()).isEqualTo("Completed");
        assertThat(bench.keys("s3://data/out")).containsExactly("out/a.txt.out", "out/sub/b.txt.out");
        assertThat(bench.text("s3://data/out/sub/b.txt.out")).isEqualTo("TWO");
        assertThat(bench.keys("s3://data/in")).hasSize(2);
    }

    @Test
    void theArtifactIsUnpackedForTheModel() throws Exception {
        Files.createDirectories(folder.resolve("model"));
        Files.writeString(folder.resolve("model/suffix"), "!");
        Archives.pack(folder.resolve("model"), folder.resolve("model.tar.gz"));
        bench.store.put(moderato.objects.ObjectAddress.parse("s3://data/model.tar.gz"), folder.resolve("model.tar.gz"));
        bench.run("model:create", JobBench.json("{\"ModelName\": \"loud\", \"PrimaryContainer\": {\"Image\": \"moderato/upper\", \"ModelDataUrl\": \"s3://data/model.tar.gz\"}}"));
        bench.put("s3://data/in/a.txt", "one");
        transform("loud", "{}", "{}");
        assertThat(bench.text("s3://data/out/a.txt.out")).isEqualTo("ONE!");
    }

    @Test
    void aModelOfSeveralContainersIsAChain() throws Exception {
        bench.run("model:create", JobBench.json("{\"ModelName\": \"chain\", \"Containers\": [{\"Image\": \"moderato/label\"}, {\"Image\": \"moderato/upper\"}]}"));
        bench.put("s3://data/in/a.txt", "one");
        transform("chain", "{}", "{}");
        assertThat(bench.text("s3://data/out/a.txt.out")).isEqualTo("{\"LABEL\":\"CAT\"}");
    }

    @Test
    void linesArePackedAsFarAsThePayloadGoesAndStayInOrder() throws Exception {
        StringBuilder lines = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            lines.append(i).append(",1\n");
            sums.append(i + 1).append('\n');
        }
        bench.put("s3://data/in/a.csv", lines.toString());
        transform("sum", "{\"SplitType\": \"Line\", \"ContentType\": \"text/csv\"}", "{\"AssembleWith\": \"Line\"}", "\"MaxPayloadInMB\": 1, \"MaxConcurrentTransforms\": 3");
        assertThat(bodies).hasSize(2).allSatisfy(body -> assertThat(body.length()).isLessThanOrEqualTo(1 << 20));
        assertThat(bench.text("s3://data/out/a.csv.out")).isEqualTo(sums.toString());
    }

    @Test
    void aSingleRecordIsSentAlone() throws Exception {
        bench.put("s3://data/in/a.csv", "1,2\n3,4");
        transform("sum", "{\"SplitType\": \"Line\"}", "{\"AssembleWith\": \"Line\"}", "\"BatchStrategy\": \"SingleRecord\"");
        assertThat(bodies).containsExactlyInAnyOrder("1,2\n", "3,4");
        assertThat(bench.text("s3://data/out/a.csv.out")).isEqualTo("3\n7\n");
    }

    @Test
    void columnsGoToTheModelAndPredictionsAreJoined() throws Exception {
        bench.put("s3://data/in/a.csv", "id1,1,2\nid2,3,4\n");
        transform("sum", "{\"SplitType\": \"Line\", \"ContentType\": \"text/csv\"}", "{\"AssembleWith\": \"Line\", \"Accept\": \"text/csv\"}",
                "\"DataProcessing\": {\"InputFilter\": \"$[1:]\", \"JoinSource\": \"Input\", \"OutputFilter\": \"$[0,-1]\"}");
        assertThat(bodies).containsExactly("1,2\n3,4");
        assertThat(bench.text("s3://data/out/a.csv.out")).isEqualTo("id1,3\nid2,7\n");
    }

    @Test
    void aJsonObjectGainsThePrediction() throws Exception {
        bench.put("s3://data/in/a.json", "{\"id\": 7, \"pixels\": [1]}");
        transform("label", "{\"ContentType\": \"application/json\"}", "{\"Accept\": \"application/json\"}",
                "\"DataProcessing\": {\"InputFilter\": \"$.pixels\", \"JoinSource\": \"Input\", \"OutputFilter\": \"$['id','SageMakerOutput']\"}");
        assertThat(bodies).containsExactly("[1]");
        assertThat(bench.text("s3://data/out/a.json.out")).isEqualTo("{\"id\":7,\"SageMakerOutput\":{\"label\":\"cat\"}}");
    }

    @Test
    void aModelThatNoStepMadeIsWhatTheSettingsSay() throws Exception {
        bench.settings = JobBench.json("{\"models\": {\"nudity-*\": {\"Image\": \"moderato/label\"}, \"*\": {\"Image\": \"moderato/sum\"}}}");
        bench.put("s3://data/in/a.json", "{}");
        transform("nudity-v3", "{\"ContentType\": \"application/json\"}", "{}");
        assertThat(bench.text("s3://data/out/a.json.out")).isEqualTo("{\"label\":\"cat\"}");
    }

    @Test
    void joinedPredictionsNeedNoAcceptedTypeAndNoAssembly() throws Exception {
        bench.put("s3://data/in/a.csv", "id1,1,2\nid2,3,4\n");
        transform("sum", "{\"SplitType\": \"Line\", \"ContentType\": \"text/csv\"}", "{}", "\"BatchStrategy\": \"SingleRecord\", \"DataProcessing\": {\"InputFilter\": \"$[1:]\", \"JoinSource\": \"Input\"}");
        assertThat(bench.text("s3://data/out/a.csv.out")).isEqualTo("id1,1,2,3\nid2,3,4,7\n");
    }

    @Test
    void whatFailsIsNamedAndTheRestIsKept() throws Exception {
        bench.put("s3://data/in/a.txt", "one");
        bench.put("s3://data/in/b.txt", "poison");
        assertThatThrownBy(() -> transform("upper", "{}", "{}")).isInstanceOfSatisfying(TaskFailedException.class, e -> {
            assertThat(e.error()).isEqualTo("AlgorithmError");
            assertThat(e.explanation()).contains("1 of 2 objects", "s3://data/in/b.txt", "cannot read this");
        });
        assertThat(bench.keys("s3://data/out")).containsExactly("out/a.txt.out");
        assertThat(bench.services().descriptions().find("transform", "transform-1").orElseThrow().path("TransformJobStatus").asText()).isEqualTo("Failed");
    }

    @Test
    void objectsAreSpreadOverHosts() throws Exception {
        for (int i = 0; i < 7; i++) {
            bench.put("s3://data/in/" + i, "x" + i);
        }
        ObjectNode request = request("upper", "{}", "{}", "");
        ((ObjectNode) request.path("TransformResources")).put("InstanceCount", 3);
        bench.run("job:transform", request);
        assertThat(bench.keys("s3://data/out")).hasSize(7);
        assertThat(closed).hasValue(3);
    }

    @Test
    void recordsOfBinaryFilesKeepTheirFrames() throws Exception {
        ByteBuffer recordIo = ByteBuffer.allocate(8 + 4 + 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
        recordIo.putInt(0xced7230a).putInt(3).put("abc\0".getBytes(StandardCharsets.US_ASCII));
        recordIo.putInt(0xced7230a).putInt(8).put("defghijk".getBytes(StandardCharsets.US_ASCII));
        try (Records records = new Records(new ByteArrayInputStream(recordIo.array()), Records.Split.RECORD_IO, 1000)) {
            assertThat(records.next().orElseThrow()).hasSize(12);
            assertThat(records.next().orElseThrow()).hasSize(16);
            assertThat(records.next()).isEmpty();
        }
        byte[] tf = {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0, 0, 0, 0, 'h', 'i', 0, 0, 0, 0};
        CRC32C crc = new CRC32C();
        crc.update(tf, 0, 8);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        ByteBuffer.wrap(tf).order(ByteOrder.LITTLE_ENDIAN).putInt(8, masked);
        try (Records records = new Records(new ByteArrayInputStream(tf), Records.Split.TF_RECORD, 1000)) {
            assertThat(records.next().orElseThrow()).isEqualTo(tf);
            assertThat(records.next()).isEmpty();
        }
        try (Records records = new Records(new ByteArrayInputStream("no such thing".getBytes(StandardCharsets.US_ASCII)), Records.Split.TF_RECORD, 1000)) {
            assertThatThrownBy(records::next).hasMessageContaining("not TFRecord");
        }
    }

    @Test
    void compressedObjectsAreRead() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("one".getBytes(StandardCharsets.UTF_8));
        }
        bench.put("s3://data/in/a.gz", packed.toByteArray());
        transform("upper", "{\"CompressionType\": \"Gzip\"}", "{}");
        assertThat(bench.text("s3://data/out/a.gz.out")).isEqualTo("ONE");
    }

    @Test
    void slicesHoldBothEnds() throws Exception {
        JsonNode row = JobBench.JSON.readTree("[0, 1, 2, 3, 4, 5]");
        assertThat(RecordPath.of("$[1:4]").of(row).toString()).isEqualTo("[1,2,3,4]");
        assertThat(RecordPath.of("$[-2:]").of(row).toString()).isEqualTo("[4,5]");
        assertThat(RecordPath.of("$[:1]").of(row).toString()).isEqualTo("[0,1]");
        assertThatThrownBy(() -> RecordPath.of("$..x")).hasMessageContaining("no path");
    }

    @Test
    void wrongRequestsAreRefused() throws Exception {
        bench.put("s3://data/in/a.txt", "one");
        assertThatThrownBy(() -> transform("nobody", "{}", "{}")).hasMessageContaining("Could not find model \"nobody\"");
        assertThatThrownBy(() -> transform("upper", "{\"SplitType\": \"Words\"}", "{}")).hasMessageContaining("Words");
        assertThatThrownBy(() -> transform("upper", "{}", "{}", "\"MaxConcurrentTransforms\": 50, \"MaxPayloadInMB\": 6")).hasMessageContaining("more than 100 MB");
        assertThatThrownBy(() -> transform("upper", "{}", "{}", "\"DataProcessing\": {\"JoinSource\": \"Input\"}")).hasMessageContaining("ContentType");
        assertThatThrownBy(() -> create("upper", "moderato/sum")).hasMessageContaining("already existing model");
        assertThatThrownBy(() -> bench.run("model:create", JobBench.json("{\"ModelName\": \"m\", \"PrimaryContainer\": {\"Image\": \"i\", \"ModelDataUrl\": \"s3://data/none\"}}")))
                .hasMessageContaining("Could not find model data at s3://data/none");
    }

    @Test
    void aLocalCommandServesOverHttp() throws Exception {
        assumeThat(new ProcessBuilder("python3", "--version").start().waitFor()).isZero();
        Files.writeString(folder.resolve("serve.py"), """
                import http.server, os, json, time
                tried = set()
                class Model(http.server.BaseHTTPRequestHandler):
                    def answer(self, code, body):
                        self.send_response(code); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
                    def do_GET(self):
                        if self.path == '/ping': self.answer(200, b'')
                        elif self.path == '/execution-parameters': self.answer(200, json.dumps({'MaxConcurrentTransforms': 4, 'BatchStrategy': 'SINGLE_RECORD', 'MaxPayloadInMB': 1}).encode())
                    def do_POST(self):
                        body = self.rfile.read(int(self.headers['Content-Length']))
                        if body not in tried:
                            tried.add(body); self.answer(503, b'busy')
                        elif b'stall' in body: self.send_response(200); self.send_header('Content-Length', '9'); self.end_headers(); time.sleep(60)
                        elif b'poison' in body: self.answer(400, b'cannot read this')
                        else: self.answer(200, os.environ['GREETING'].encode() + b' ' + body.strip() + (b' ' + open('/opt/ml/model/name').read().encode()))
                    def log_message(self, *arguments): print(*arguments, flush=True)
                http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ['SAGEMAKER_BIND_TO_PORT'])), Model).serve_forever()
                """);
        bench.settings = JobBench.json("{\"images\": {\"*greeter*\": {\"command\": [\"python3\", \"serve.py\"], \"folder\": \"" + folder + "\"}}}");
        bench.put("s3://data/model/name", "Ann");
        bench.run("model:create", JobBench.json("""
                {"ModelName": "greeter", "PrimaryContainer": {"Image": "111.dkr.ecr/greeter:1", "Environment": {"GREETING": "hello"},
                 "ModelDataSource": {"S3DataSource": {"S3Uri": "s3://data/model/", "S3DataType": "S3Prefix", "CompressionType": "None"}}}}"""));
        bench.put("s3://data/in/a.txt", "x\ny\n");
        transform("greeter", "{\"SplitType\": \"Line\"}", "{\"AssembleWith\": \"Line\"}");
        assertThat(bench.text("s3://data/out/a.txt.out")).isEqualTo("hello x Ann\nhello y Ann\n");
        bench.put("s3://data/in/b.txt", "poison\n");
        assertThatThrownBy(() -> transform("greeter", "{\"SplitType\": \"Line\"}", "{}")).hasMessageContaining("Bad HTTP status received from algorithm: 400: cannot read this");
        bench.put("s3://data/in/b.txt", "stall\n");
        assertThatThrownBy(() -> transform("greeter", "{}", "{}", "\"ModelClientConfig\": {\"InvocationsTimeoutInSeconds\": 1, \"InvocationsMaxRetries\": 1}"))
                .hasMessageContaining("no whole answer within 1 s");
        assertThat(folder.resolve("jobs/logs/transform/transform-1/algo-1.log")).content().contains("POST /invocations");
    }

    @Test
    void aCommandThatEndsBeforeItServesIsNamed() throws Exception {
        bench.settings = JobBench.json("{\"images\": {\"*broken*\": {\"command\": [\"sh\", \"-c\", \"echo no weights >&2; exit 9\"]}}}");
        create("broken", "111.dkr.ecr/broken:1");
        bench.put("s3://data/in/a.txt", "x");
        assertThatThrownBy(() -> transform("broken", "{}", "{}")).hasMessageContaining("exit code: 9").hasMessageContaining("and ends with: no weights");
    }

    private void create(String name, String image) throws Exception {
        bench.run("model:create", JobBench.json("{\"ModelName\": \"" + name + "\", \"PrimaryContainer\": {\"Image\": \"" + image + "\"}}"));
    }

    private JsonNode transform(String model, String input, String output) throws Exception {
        return transform(model, input, output, "");
    }

    private JsonNode transform(String model, String input, String output, String more) throws Exception {
        return bench.run("job:transform", request(model, input, output, more));
    }

    private static ObjectNode request(String model, String input, String output, String more) {
        ObjectNode request = JobBench.json("{\"TransformJobName\": \"transform-1\", \"ModelName\": \"" + model + "\", \"TransformResources\": {\"InstanceCount\": 1}"
                + (more.isEmpty() ? "" : ", " + more) + "}");
        ObjectNode source = JobBench.json(input);
        source.putObject("DataSource").putObject("S3DataSource").put("S3DataType", "S3Prefix").put("S3Uri", "s3://data/in");
        request.set("TransformInput", source);
        request.set("TransformOutput", JobBench.json(output).put("S3OutputPath", "s3://data/out"));
        return request;
    }

    private ServingImage.Served predicting(UnaryOperator<String> model) {
        return new ServingImage.Served() {
            @Override
            public byte[] predict(byte[] body, String contentType, String accept) throws IOException {
                String text = new String(body, StandardCharsets.UTF_8);
                bodies.add(text);
                return model.apply(text).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
