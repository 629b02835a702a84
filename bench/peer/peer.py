"""A plain Python program over the models that Moderato uses: what its speed is compared with.

peer.py VIDEO MODELS.json [--text-side N]

One process. Frames and sound come from PyAV, one frame a second; every network runs in onnxruntime with two threads and otherwise its defaults; text
is read by rapidocr's own class, speech is written down by moonshine_onnx's own loop; the rest is the recipe that each package has for its network.
MODELS.json names the model files. Prints what was found and the seconds of each stage, as one JSON object.
"""

import io
import json
import sys
import time
from collections import defaultdict

import av
import cv2
import numpy as np
import onnxruntime
from moonshine_onnx import MoonshineOnnxModel
from PIL import Image
from rapidocr import RapidOCR
from tokenizers import Tokenizer

RATE = 16_000
WINDOW = 512
FACE_TARGETS = np.float32([(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)])


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(network, *values):
    return network.run(None, {wanted.name: value for wanted, value in zip(network.get_inputs(), values)})


class Nudity:
    def __init__(self, models):
        self.network = session(models["nudity"])

    def score(self, picture):
        image = Image.fromarray(picture[:, :, ::-1]).resize((256, 256), Image.BILINEAR).crop((16, 16, 240, 240))
        packed = io.BytesIO()
        image.save(packed, format="JPEG")
        image = np.asarray(Image.open(packed), np.float32)[:, :, ::-1] - np.float32([104, 117, 123])
        return float(run(self.network, image[None])[0][0, 1])


class Objects:
    def __init__(self, models):
        self.network = session(models["objects"])
        cells = [(s, x, y) for s in (8, 16, 32) for y in range(416 // s) for x in range(416 // s)]
        self.stride, self.x, self.y = np.float32(cells).T

    def find(self, picture):
        height, width = picture.shape[:2]
        ratio = min(416 / height, 416 / width)
        padded = np.full((416, 416, 3), 114, np.uint8)
        small = cv2.resize(picture, (int(width * ratio), int(height * ratio)))
        padded[: small.shape[0], : small.shape[1]] = small
        rows = run(self.network, padded.transpose(2, 0, 1)[None].astype(np.float32))[0][0]
        scores = rows[:, 4:5] * rows[:, 5:]
        label = scores.argmax(1)
        score = scores.max(1)
        size = np.exp(rows[:, 2:4]) * self.stride[:, None]
        corner = (rows[:, :2] + np.stack([self.x, self.y], 1)) * self.stride[:, None] - size / 2
        boxes = np.concatenate([corner, size], 1) / ratio
        kept = np.flatnonzero(score >= 0.3)
        if not len(kept):
            return []
        chosen = cv2.dnn.NMSBoxesBatched(boxes[kept].tolist(), score[kept].tolist(), label[kept].tolist(), 0.3, 0.45)
        return [(int(label[kept[i]]), float(score[kept[i]]), boxes[kept[i]].tolist()) for i in chosen]


class Faces:
    def __init__(self, models):
        self.boxes = session(models["face-boxes"])
        self.points = session(models["face-points"])
        self.embedding = session(models["face-embedding"])

    def find(self, picture):
        height, width = picture.shape[:2]
        colour = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        small = (cv2.resize(colour, (320, 240)).astype(np.float32) - 127) / 128
        scores, boxes = (found[0] for found in run(self.boxes, small.transpose(2, 0, 1)[None]))
        kept = np.flatnonzero(scores[:, 1] >= 0.7)
        if not len(kept):
            return []
        corners = boxes[kept] * np.float32([width, height, width, height])
        sized = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], 1)
        chosen = cv2.dnn.NMSBoxes(sized.tolist(), scores[kept, 1].tolist(), 0.7, 0.3)
        return [self.describe(colour, corners[i]) for i in chosen if sized[i][3] >= 40]

    def describe(self, colour, box):
        height, width = colour.shape[:2]
        half = (box[3] - box[1]) / 2
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        left, top = max(0, int(middle[0] - half)), max(0, int(middle[1] - half))
        right, bottom = min(width, int(middle[0] + half)), min(height, int(middle[1] + half))
        grey = cv2.cvtColor(cv2.resize(colour[top:bottom, left:right], (64, 64)), cv2.COLOR_RGB2GRAY)
        points = run(self.points, (grey / np.float32(256))[None, None])[0].reshape(68, 2)
        points = points * [right - left, bottom - top] + [left, top]
        five = [points[list(group)].mean(0) for group in ((37, 38, 40, 41), (43, 44, 46, 47), (30,), (48, 60), (54, 64))]
        fit = similarity(np.float32(five), FACE_TARGETS)
        aligned = (cv2.warpAffine(colour, fit, (112, 112)).astype(np.float32) - 127) / 128
        vector = run(self.embedding, aligned.transpose(2, 0, 1)[None])[0][0]
        return vector / np.linalg.norm(vector)


def similarity(points, targets):
    """The least-squares rotation, scale and shift of points to targets."""
    rows, values = [], []
    for (x, y), (u, v) in zip(points, targets):
        rows += [(x, -y, 1, 0), (y, x, 0, 1)]
        values += [u, v]
    a, b, shift_x, shift_y = np.linalg.lstsq(np.float32(rows), np.float32(values), rcond=None)[0]
    return np.float32([(a, -b, shift_x), (b, a, shift_y)])


class Voices:
    """Silero's windows, and its rules for segments but the one that picks the longest pause."""

    def __init__(self, models):
        self.network = session(models["voice"])

    def segments(self, sound, silence=0.3 * RATE, shortest=0.25 * RATE, longest=20 * RATE, padding=int(0.06 * RATE)):
        state, before, rate = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), np.array(RATE)
        start, end, found = None, None, []
        padded = np.pad(sound, (0, -len(sound) % WINDOW))
        for now in range(0, len(padded), WINDOW):
            window = padded[now : now + WINDOW]
            probability, state = run(self.network, np.concatenate([before, window])[None], state, rate)
            before, probability = window[-64:], probability[0, 0]
            if probability >= 0.5:
                start, end = now if start is None else start, None
            elif start is not None and probability < 0.35:
                end = now if end is None else end
            if start is not None and (end is not None and now - end >= silence or now - start > longest):
                found.append((start, end if end is not None else now))
                start, end = None, None
        if start is not None:
            found.append((start, len(sound)))
        return [(max(0, a - padding), min(len(sound), b + padding)) for a, b in found if b - a > shortest]


class Speech(MoonshineOnnxModel):
    """The package's own loop, on files and threads of our choice."""

    def __init__(self, models):
        self.encoder = session(models["speech-encoder"])
        self.decoder = session(models["speech-decoder"])
        self.encoder_input_names = [value.name for value in self.encoder.get_inputs()]
        self.decoder_input_names = [value.name for value in self.decoder.get_inputs()]
        self.num_layers, self.num_key_value_heads, self.head_dim = 8, 8, 52
        self.decoder_start_token_id, self.eos_token_id = 1, 2
        self.tokenizer = Tokenizer.from_file(models["speech-tokenizer"])

    def text(self, sound):
        return self.tokenizer.decode(self.generate(sound[None], int(6.5 * len(sound) / RATE) + 2)[0]).strip()


class Sentences:
    def __init__(self, models):
        self.network = session(models["sentence"])
        self.tokenizer = Tokenizer.from_file(models["sentence-tokenizer"])
        self.tokenizer.no_padding()

    def embedding(self, text):
        ids = np.int64([self.tokenizer.encode(text).ids])
        vector = run(self.network, ids, np.ones_like(ids), np.zeros_like(ids))[0][0].mean(0)
        return vector / np.linalg.norm(vector)


def decoded(path, sound):
    """The first picture at or after every full second, as B, G, R; what is heard goes into sound."""
    with av.open(path) as container:
        streams = [container.streams.video[0], *container.streams.audio[:1]]
        streams[0].thread_type = "AUTO"
        resampler = av.AudioResampler("s16", "mono", RATE)
        due = 0
        for packet in container.demux(streams):
            for frame in packet.decode():
                if isinstance(frame, av.AudioFrame):
                    sound += [part.to_ndarray()[0] for part in resampler.resample(frame)]
                elif frame.time >= due:
                    due = int(frame.time) + 1
                    yield frame.to_ndarray(format="bgr24")


class Stages:
    def __init__(self):
        self.seconds = defaultdict(float)

    def timed(self, stage, work, *given):
        start = time.perf_counter()
        result = work(*given)
        self.seconds[stage] += time.perf_counter() - start
        return result


def main(video, models_file, text_side=None):
    stages = Stages()
    with open(models_file, encoding="utf-8") as file:
        models = json.load(file)
    reading = {"EngineConfig.onnxruntime.intra_op_num_threads": 2, "Global.log_level": "error"}
    if text_side is not None:
        reading |= {"Det.limit_type": "max", "Det.limit_side_len": int(text_side)}
    nudity, objects, faces = (stages.timed("load", kind, models) for kind in (Nudity, Objects, Faces))
    reader = stages.timed("load", lambda: RapidOCR(params=reading))
    voices, speech, sentences = (stages.timed("load", kind, models) for kind in (Voices, Speech, Sentences))
    sound, nude, things, people, lines, texts = [], [], 0, 0, 0, set()
    pictures = decoded(video, sound)
    while (picture := stages.timed("decode", next, pictures, None)) is not None:
        nude.append(stages.timed("nudity", nudity.score, picture))
        things += len(stages.timed("objects", objects.find, picture))
        people += len(stages.timed("faces", faces.find, picture))
        read = stages.timed("text", reader, picture).txts or ()
        lines += len(read)
        texts.update(read)
    sound = np.concatenate(sound).astype(np.float32) / 32768 if sound else np.zeros(0, np.float32)
    spoken = stages.timed("voice", voices.segments, sound)
    transcript = [stages.timed("speech", speech.text, sound[start:end]) for start, end in spoken]
    for text in [*texts, *transcript]:
        stages.timed("sentences", sentences.embedding, text)
    print(json.dumps({
        "frames": len(nude), "nudity": round(max(nude, default=0), 3), "objects": things, "faces": people, "lines": lines, "segments": len(spoken),
        "transcript": transcript, "seconds": {stage: round(seconds, 2) for stage, seconds in stages.seconds.items()}}))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    side = arguments[arguments.index("--text-side") + 1] if "--text-side" in arguments else None
    main(arguments[0], arguments[1], side)
