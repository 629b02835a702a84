package moderato.analysis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An ONNX file of a few hundred bytes: the mean of each of three channels of an 8x8 picture. */
final class TinyNetwork {

    private TinyNetwork() {}

    static byte[] bytes() {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        field(graph, 1, node("GlobalAveragePool", "picture", "means"));
        field(graph, 1, node("Flatten", "means", "scores"));
        field(graph, 2, text("tiny"));
        field(graph, 11, value("picture", 1, 3, 8, 8));
        field(graph, 12, value("scores", 1, 3));
        ByteArrayOutputStream version = new ByteArrayOutputStream();
        number(version, 2, 13);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        field(model, 7, graph.toByteArray());
        field(model, 8, version.toByteArray());
        return model.toByteArray();
    }

    private static byte[] node(String operator, String input, String output) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        field(node, 1, text(input));
        field(node, 2, text(output));
        field(node, 4, text(operator));
        return node.toByteArray();
    }

    private static byte[] value(String name, int... dimensions) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int dimension : dimensions) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            number(one, 1, dimension);
            field(shape, 1, one.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, 1);
        field(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        field(type, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        field(value, 1, text(name));
        field(value, 2, type.toByteArray());
        return value.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        varint(out, number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number, int value) {
        varint(out, number << 3);
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
