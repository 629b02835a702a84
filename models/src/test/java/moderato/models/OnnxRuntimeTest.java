package moderato.models;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class OnnxRuntimeTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void itIsToldToSendNothingAndOpensNoTelemetryLog() throws Throwable {
        assertThat(OnnxRuntime.environment()).isNotNull();
        Linker linker = Linker.nativeLinker();
        MemorySegment name = java.lang.foreign.Arena.global().allocateFrom("ORT_DISABLE_TELEMETRY");
        MemorySegment value = (MemorySegment) linker.downcallHandle(linker.defaultLookup().find("getenv").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS)).invokeExact(name);
        assertThat(value.reinterpret(2).getString(0)).isEqualTo("1");
        assertThat(openFiles()).noneMatch(file -> file.contains("mat-debug") || file.endsWith("onnxruntime.db"));
    }

    private static List<String> openFiles() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(OnnxRuntimeTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
