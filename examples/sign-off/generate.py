"""Makes data/points.csv: y = 3 a - 2 b + 1 with noise. The same file every time."""
import os
import random

random.seed(5)
lines = []
for _ in range(300):
    a, b = random.uniform(-1, 1), random.uniform(-1, 1)
    lines.append(f"{3 * a - 2 * b + 1 + random.gauss(0, 0.1):.4f},{a:.4f},{b:.4f}")
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "points.csv"), "w") as file:
    file.write("\n".join(lines) + "\n")
