"""Stands for the service's XGBoost image, with nothing but Python: boosted regression trees, `train` and `serve` by the container contract."""
import csv
import glob
import http.server
import json
import os
import sys

ML = "/opt/ml"
BINS = 16


def load(file):
    return json.load(file)


def predict(model, features):
    total = model["base"]
    for tree in model["trees"]:
        while isinstance(tree, list):
            tree = tree[2] if features[tree[0]] <= tree[1] else tree[3]
        total += tree
    return total


def read(channel):
    rows = []
    for path in sorted(glob.glob(f"{ML}/input/data/{channel}/**/*.csv", recursive=True)):
        with open(path) as file:
            rows += [[float(cell) for cell in row] for row in csv.reader(file)]
    return [row[1:] for row in rows], [row[0] for row in rows]


def thresholds(features):
    cuts = []
    for column in zip(*features):
        values = sorted(set(column))
        cuts.append([values[len(values) * i // BINS] for i in range(BINS) if values])
    return cuts


class Trees:
    """Trees grown on residuals, on cuts at the features' quantiles."""

    def __init__(self, features, settings):
        self.cuts = thresholds(features)
        self.places = [[sum(value > cut for cut in cuts) for value, cuts in zip(row, self.cuts)] for row in features]
        self.depth = int(settings.get("max_depth", 6))
        self.eta = float(settings.get("eta", 0.3))
        self.gamma = float(settings.get("gamma", 0))
        self.least = float(settings.get("min_child_weight", 1))

    def grow(self, rows, residuals, depth):
        total = sum(residuals[row] for row in rows)
        best = None
        if depth < self.depth and len(rows) >= 2 * self.least:
            best = max((self.split(rows, residuals, total, feature) for feature in range(len(self.cuts))), default=None)
        if best is None or best[0] <= self.gamma:
            return self.eta * total / (len(rows) + 1)
        _, feature, place = best
        left = [row for row in rows if self.places[row][feature] <= place]
        right = [row for row in rows if self.places[row][feature] > place]
        return [feature, self.cuts[feature][place], self.grow(left, residuals, depth + 1), self.grow(right, residuals, depth + 1)]

    def split(self, rows, residuals, total, feature):
        sums, counts = [0.0] * (BINS + 1), [0] * (BINS + 1)
        for row in rows:
            place = self.places[row][feature]
            sums[place] += residuals[row]
            counts[place] += 1
        best, left, count = (-1.0, feature, 0), 0.0, 0
        for place in range(len(self.cuts[feature])):
            left, count = left + sums[place], count + counts[place]
            if min(count, len(rows) - count) >= self.least:
                gain = left * left / (count + 1) + (total - left) ** 2 / (len(rows) - count + 1) - total * total / (len(rows) + 1)
                best = max(best, (gain, feature, place))
        return best


def train():
    with open(ML + "/input/config/hyperparameters.json") as file:
        settings = json.load(file)
    features, labels = read("train")
    others, expected = read("validation")
    model = {"base": sum(labels) / len(labels), "trees": []}
    trees = Trees(features, settings)
    residuals = [label - model["base"] for label in labels]
    for step in range(int(settings["num_round"])):
        tree = trees.grow(list(range(len(labels))), residuals, 0)
        one = {"base": 0.0, "trees": [tree]}
        model["trees"].append(tree)
        residuals = [rest - predict(one, row) for rest, row in zip(residuals, features)]
        if (step + 1) % 10 == 0:
            error = sum((label - predict(model, row)) ** 2 for row, label in zip(others, expected)) / max(1, len(expected))
            print(f"[{step + 1}] train-rmse:{(sum(r * r for r in residuals) / len(residuals)) ** 0.5:.5f} validation-rmse:{error ** 0.5:.5f}", flush=True)
    with open(ML + "/model/xgboost-model", "w") as file:
        json.dump(model, file)


class Server(http.server.BaseHTTPRequestHandler):
    model = None

    def do_GET(self):
        self.answer(200 if self.path == "/ping" else 404, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            rows = [[float(cell) for cell in line.split(",")] for line in body.splitlines() if line]
        except ValueError as error:
            self.answer(400, str(error).encode())
            return
        self.answer(200, "\n".join(f"{predict(self.model, row):.6f}" for row in rows).encode())

    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    with open(ML + "/model/xgboost-model") as file:
        Server.model = load(file)
    http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Server).serve_forever()


if __name__ == "__main__":
    {"train": train, "serve": serve}[sys.argv[1]]()
