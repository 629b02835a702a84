"""What a user's script does in the service's scikit-learn image: numbers scaled, the sex one-hot, the rings first; 70 % train, 15 % validation, 15 % test."""
import csv
import os
import random

BASE = "/opt/ml/processing"
SEXES = ["F", "I", "M"]


def scaled(rows):
    """The rows of the dataset (sex, seven measures, rings) as features."""
    columns = list(zip(*[[float(cell) for cell in row[1:8]] for row in rows]))
    means = [sum(column) / len(column) for column in columns]
    deviations = [(sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5 or 1 for column, mean in zip(columns, means)]
    for row in rows:
        measures = [(float(cell) - mean) / deviation for cell, mean, deviation in zip(row[1:8], means, deviations)]
        yield measures + [1.0 if row[0] == sex else 0.0 for sex in SEXES]


def main():
    with open(os.path.join(BASE, "input", "abalone-dataset.csv")) as file:
        rows = list(csv.reader(file))
    table = [[float(row[8])] + features for row, features in zip(rows, scaled(rows))]
    random.Random(1).shuffle(table)
    first, second = int(0.7 * len(table)), int(0.85 * len(table))
    for name, part in (("train", table[:first]), ("validation", table[first:second]), ("test", table[second:])):
        with open(os.path.join(BASE, name, name + ".csv"), "w", newline="") as file:
            csv.writer(file).writerows([[f"{value:.6g}" for value in row] for row in part])


if __name__ == "__main__":
    main()
