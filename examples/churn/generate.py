"""Makes data/customers.csv: customers who stay (0) or leave (1), by a rule with noise. The same file every time."""
import os
import random

random.seed(20)
lines = ["months,calls,price,minutes,label"]
for _ in range(600):
    months = random.randint(1, 72)
    calls = random.randint(0, 9)
    price = round(random.uniform(10, 90), 2)
    minutes = random.randint(0, 900)
    pull = 1.5 - 0.06 * months + 0.45 * calls + 0.02 * price - 0.004 * minutes + random.gauss(0, 0.8)
    missing = random.random() < 0.02
    lines.append(f"{months},{calls},{'' if missing else price},{minutes},{1 if pull > 0 else 0}")
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "customers.csv"), "w") as file:
    file.write("\n".join(lines) + "\n")
