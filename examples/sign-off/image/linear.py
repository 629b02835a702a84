"""A training image with checkpoints: a line fitted by stochastic gradient descent. `train`, and `evaluate` in a processing job."""
import json
import os
import random
import sys
import tarfile
import time

ML = "/opt/ml"
CHECKPOINT = ML + "/checkpoints/epoch.json"


def read(folder):
    with open(folder + "/points.csv") as file:
        return [[float(cell) for cell in line.split(",")] for line in file]


def error(weights, row):
    return weights[0] * row[1] + weights[1] * row[2] + weights[2] - row[0]


def train():
    with open(ML + "/input/config/hyperparameters.json") as file:
        settings = json.load(file)
    rows = read(ML + "/input/data/train")
    state = {"epoch": 0, "weights": [0.0, 0.0, 0.0]}
    if os.path.exists(CHECKPOINT):
        with open(CHECKPOINT) as file:
            state = json.load(file)
    print(f"starting after epoch {state['epoch']}", flush=True)
    weights = state["weights"]
    for epoch in range(state["epoch"] + 1, int(settings["epochs"]) + 1):
        order = random.Random(epoch).sample(rows, len(rows))
        for half in (order[: len(order) // 2], order[len(order) // 2:]):
            for row in half:
                step = 0.05 * error(weights, row)
                weights = [weights[0] - step * row[1], weights[1] - step * row[2], weights[2] - step]
            time.sleep(float(settings["pause"]))
        # Whole or not at all: a machine that goes away leaves no half checkpoint.
        with open(CHECKPOINT + ".new", "w") as file:
            json.dump({"epoch": epoch, "weights": weights}, file)
        os.replace(CHECKPOINT + ".new", CHECKPOINT)
        print(f"epoch={epoch} mse={sum(error(weights, row) ** 2 for row in rows) / len(rows):.6f}", flush=True)
    with open(ML + "/model/weights.json", "w") as file:
        json.dump(weights, file)


def evaluate():
    with tarfile.open(ML + "/processing/input/model/model.tar.gz") as archive:
        weights = json.load(archive.extractfile("weights.json"))
    rows = read(ML + "/processing/input/data")
    with open(ML + "/processing/output/evaluation/evaluation.json", "w") as file:
        json.dump({"mse": round(sum(error(weights, row) ** 2 for row in rows) / len(rows), 6)}, file)


if __name__ == "__main__":
    {"train": train, "evaluate": evaluate}[sys.argv[1]]()
