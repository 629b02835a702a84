"""What a user's script does in the service's XGBoost image: the mean squared error of the model on the test data."""
import csv
import json
import tarfile

import xgboost

BASE = "/opt/ml/processing"

with tarfile.open(BASE + "/model/model.tar.gz") as archive:
    model = xgboost.load(archive.extractfile("xgboost-model"))
with open(BASE + "/test/test.csv") as file:
    rows = [[float(cell) for cell in row] for row in csv.reader(file)]
errors = [row[0] - xgboost.predict(model, row[1:]) for row in rows]
mse = sum(error * error for error in errors) / len(errors)
mean = sum(errors) / len(errors)
deviation = (sum((error - mean) ** 2 for error in errors) / len(errors)) ** 0.5
report = {"regression_metrics": {"mse": {"value": mse, "standard_deviation": deviation}}}
with open(BASE + "/evaluation/evaluation.json", "w") as file:
    json.dump(report, file)
print(json.dumps(report))
