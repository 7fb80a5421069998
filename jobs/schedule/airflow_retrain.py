"""Airflow DAGs: retraining every night, and rollback by hand.

Not tested on an Airflow server: this file was loaded with stand-ins for Airflow's two classes, and its
two commands were run. A rejected version or a failure (exit code 1) and bad input (exit code 2) fail the
task; the last line of its log gives the reason. A retry skips the steps that are already done.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

CORPUSLM = "/opt/corpuslm"
DATA = "/srv/lm"

RETRAIN = (
    f"{CORPUSLM}/scripts/corpuslm run {CORPUSLM}/jobs/retrain.conf"
    f" --set incoming={DATA}/incoming --set root={DATA}/models"
    f" --set valid={DATA}/heldout/valid.txt --set test={DATA}/heldout/test.txt"
)

with DAG(
    dag_id="corpuslm_retrain",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as retrain:
    BashOperator(
        task_id="retrain",
        bash_command=RETRAIN,
        retries=1,
        retry_delay=timedelta(minutes=10),
        execution_timeout=timedelta(hours=8),
    )

with DAG(
    dag_id="corpuslm_rollback",
    schedule=None,
    start_date=datetime(2026, 1, 1),
) as rollback:
    BashOperator(
        task_id="rollback",
        bash_command=f"{CORPUSLM}/scripts/corpuslm rollback --root {DATA}/models",
    )
