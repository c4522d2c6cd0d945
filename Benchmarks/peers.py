#!/usr/bin/env python3
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Compares `parley plan --brief` with DuckDB and polars, file to file, whole process.

    python3 peers.py --shared DIR --data DIR --parley PROGRAM --bundle DIR --out benchmarks.json

Each round runs all three, one after the other; what counts is the ratio of medians to the faster
peer, and the largest resident set of each child. Needs duckdb and polars for the interpreter that
runs it; `make bench-peers` sees to that.
"""
import argparse, hashlib, json, os, statistics, subprocess, sys, time

ROWS = (100_000, 1_000_000)
FORMATS = ("csv", "jsonl")
NOW = "2026-03-01T12:00:00Z"


def measure(command):
    """Seconds and MiB of one run; output is thrown away, a failure ends everything."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{errors.decode(errors='replace')}")
    return seconds, usage.ru_maxrss / 1024


def digest(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--parley", required=True)
    p.add_argument("--bundle", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--rounds", type=int, default=7)
    a = p.parse_args()
    outputs = {who: os.path.join(a.data, f"{who}.out.csv") for who in ("parley", "duckdb", "polars")}
    figures = []
    head = f"{'figure':<20} {'parley':>8} {'duckdb':>8} {'polars':>8}  {'ratio':>5}  {'MiB':>6} {'duckdb':>7} {'polars':>7}  verdict"
    print(head)
    for form in FORMATS:
        for rows in ROWS:
            source = os.path.join(a.data, f"contacts-{rows}.{form}")
            if not os.path.exists(source):
                subprocess.run([sys.executable, os.path.join(a.shared, "gen.py"), "--n", str(rows),
                                "--seed", "7", "--out", a.data], check=True)
            commands = {
                "parley": [a.parley, "plan", "--bundle", a.bundle, "--contacts", source,
                           "--mapping", "contacts", "--at", NOW, "--brief", outputs["parley"]],
            }
            for who in ("duckdb", "polars"):
                commands[who] = [sys.executable, os.path.join(a.shared, "peers.py"), who, source, outputs[who]]
            # The first round warms the cache, and everybody must write the same bytes.
            for command in commands.values():
                measure(command)
            # Hashed, not held: a child's peak counts what its parent had when it was made.
            answers = {who: digest(path) for who, path in outputs.items()}
            for who in ("duckdb", "polars"):
                if answers[who] != answers["parley"]:
                    sys.exit(f"{source}: {who} and parley write different bytes")
            seconds = {who: [] for who in commands}
            memory = {who: [] for who in commands}
            for _ in range(max(5, a.rounds)):
                for who, command in commands.items():
                    one = measure(command)
                    seconds[who].append(one[0])
                    memory[who].append(one[1])
            median = {who: statistics.median(some) for who, some in seconds.items()}
            most = {who: max(some) for who, some in memory.items()}
            fastest = min(median["duckdb"], median["polars"])
            ratio = median["parley"] / fastest
            smallest = min(most["duckdb"], most["polars"])
            reached = ratio <= 1.0 and most["parley"] < smallest
            name = f"plan.{form}.{rows}"
            print(f"{name:<20} {median['parley']:7.3f}s {median['duckdb']:7.3f}s {median['polars']:7.3f}s  {ratio:5.2f}"
                  f"  {most['parley']:6.0f} {most['duckdb']:7.0f} {most['polars']:7.0f}  {'reached' if reached else 'MISSED'}", flush=True)
            figures.append({"name": name, "value": median["parley"], "unit": "s", "baseline": fastest, "ratio": ratio,
                            "bar": "ratio ≤ 1, in less memory", "reached": reached})
            figures.append({"name": name + ".memory", "value": most["parley"], "unit": "MiB", "baseline": smallest,
                            "ratio": most["parley"] / smallest, "bar": "ratio < 1", "reached": most["parley"] < smallest})
    others = []
    if os.path.exists(a.out):
        with open(a.out) as f:
            names = {figure["name"] for figure in figures}
            others = [figure for figure in json.load(f) if figure["name"] not in names]
    with open(a.out, "w") as f:
        json.dump(others + figures, f, indent=2, ensure_ascii=False)
        f.write("\n")
    sys.exit(0 if all(figure["reached"] for figure in figures) else 1)


if __name__ == "__main__":
    main()
