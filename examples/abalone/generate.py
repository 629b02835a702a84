"""Makes the data of the bucket: molluscs by a rule of our own, in the form of the abalone dataset. The same files every time."""
import csv
import os
import random
import sys

here = os.path.dirname(os.path.abspath(__file__))
bucket = os.path.join(here, "bucket")
sys.path.insert(0, os.path.join(bucket, "sklearn-abalone-process-2022-07-13-16-07-51-228", "input", "code"))
sys.dont_write_bytecode = True
import preprocessing  # noqa: E402

random.seed(31)
rows = []
for _ in range(800):
    age = random.uniform(1, 22)
    size = 1 - 2.718 ** (-0.18 * age)
    length = max(0.08, 0.68 * size + random.gauss(0, 0.03))
    weight = max(0.005, 3.1 * length ** 3 + random.gauss(0, 0.02))
    sex = "I" if age < 8 and random.random() < 0.7 else random.choice("FM")
    measures = [length, 0.8 * length, 0.28 * length, weight, 0.43 * weight, 0.22 * weight, weight * (0.24 + 0.004 * age)]
    rows.append([sex] + [f"{value:.4f}" for value in measures] + [str(max(1, round(age + random.gauss(0, 0.8))))])
with open(os.path.join(bucket, "abalone", "abalone-dataset.csv"), "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(rows)
with open(os.path.join(bucket, "abalone", "abalone-dataset-batch"), "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows([[f"{value:.6g}" for value in row] for row in list(preprocessing.scaled(rows))[:100]])
