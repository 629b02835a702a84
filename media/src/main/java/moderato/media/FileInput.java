package moderato.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

/** The bytes of the one file that FFmpeg gets to see, out of a descriptor that is already open. */
final class FileInput {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private final FileChannel channel;
    private final AVIOContext context;
    // FFmpeg holds only their addresses: they must live as long as the context.
    private final Reader reader = new Reader();
    private final Seeker seeker = new Seeker();
    // Not "position": FFmpeg's callbacks inherit a field of that name.
    private long cursor;

    FileInput(FileChannel channel) {
        this.channel = channel;
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
        context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, reader, null, seeker);
    }

    AVIOContext context() {
        return context;
    }

    private final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
            try {
                int count = channel.read(buffer.capacity(size).asByteBuffer(), cursor);
                if (count <= 0) {
                    return AVERROR_EOF;
                }
                cursor += count;
                return count;
            } catch (IOException e) {
                return Codes.EIO;
            }
        }
    }

    private final class Seeker extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            try {
                int from = whence & ~AVSEEK_FORCE;
                if (from == AVSEEK_SIZE) {
                    return channel.size();
                }
                long target = switch (from) {
                    case SEEK_SET -> offset;
                    case SEEK_CUR -> cursor + offset;
                    case SEEK_END -> channel.size() + offset;
                    default -> -1;
                };
                if (target < 0) {
                    return Codes.EIO;
                }
                cursor = target;
                return target;
            } catch (IOException e) {
                return Codes.EIO;
            }
        }
    }
}
