#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the answers of `tecc why` against the source and libsepol.

why.py places TECC POLICY QUESTIONS
why.py removed TECC POLICY QUESTIONS TREE WHYFACTS COUNT WORK
why.py reasons TECC POLICY DECISIONS

Prints `ok ...` and `FAIL ...`, one a case."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def report(good, text):
    print("ok" if good else "FAIL", text)


def ask_all(tecc, policy, questions):
    out = subprocess.run(
        [tecc, "why", "--questions=" + questions, policy,
         "--message-format=json"], stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in out.stdout.splitlines()]


lines_of = {}


def text_at(place):
    """The line from the place on, or nothing."""
    path = place.get("file")
    if path not in lines_of:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines_of[path] = file.read().split("\n")
        except (OSError, TypeError):
            lines_of[path] = []
    lines = lines_of[path]
    number = place.get("line", 0)
    return lines[number - 1][place["column"] - 1:] \
        if 0 < number <= len(lines) else ""


def is_generated(place):
    """Whether the text is made in memory, of a call in a .te.in."""
    return place.get("file", "").endswith(".te.in") and \
        text_at(place | {"column": 1}).startswith("network_")


def chain_of(rule):
    """From the rule to the outermost call, with what should stand there."""
    return [(rule, "allow")] + [(c, c["macro"]) for c in rule["calls"]]


def real_places(rule):
    """What of it is in files as it stands."""
    return [(place, word) for place, word in chain_of(rule)
            if not is_generated(place)]


def is_right(place, word):
    """Whether the word is there, or the call that makes it: network_port(dns,
    ...) makes the interface corenet_udp_bind_dns_port."""
    if not is_generated(place):
        return text_at(place).startswith(word)
    call = re.match(r"network_\w+\((\w+)", text_at(place | {"column": 1}))
    return bool(call) and (word == "allow" or f"_{call[1]}_" in word)


def wrong_places(rule):
    """What the places of a rule should have and have not."""
    return ["no {} at {}:{}".format(word, place.get("file"),
                                    place.get("line"))
            for place, word in chain_of(rule) if not is_right(place, word)]


def places(tecc, policy, questions):
    with open(questions, encoding="utf-8") as file:
        asked = file.read().splitlines()
    answers = ask_all(tecc, policy, questions)
    if len(answers) != len(asked):
        report(False, f"{len(answers)} answers to {len(asked)} questions")
    for question, answer in zip(asked, answers):
        wrong = [w for rule in answer["rules"] for w in wrong_places(rule)]
        if not answer["rules"]:
            wrong.append("no rule")
        if all(real_places(rule) for rule in answer["rules"]):
            report(not wrong, "; ".join([question] + wrong[:3]))
        else:  # corenetwork.te, which is made of a .te.in and a .te.m4
            report(not wrong, question + " (in a generated file)")


def statement_end(text, start):
    """Behind the call or rule that begins there."""
    depth = 0
    seen = False
    for i in range(start, len(text)):
        if text[i] == "(":
            depth += 1
            seen = True
        elif text[i] == ")":
            depth -= 1
            if seen and not depth and not text.startswith("allow", start):
                return i + 1
        elif text[i] == ";" and not depth:
            return i + 1
        elif text[i] == "\n" and not seen and \
                not text.startswith("allow", start):
            return i
    return len(text)


def blank(path, named):
    """Comments the statements out that begin at the (line, column)s."""
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        text = file.read()
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for line, column in named:
        start = starts[line - 1] + column - 1
        end = statement_end(text, start)
        text = text[:start] + "".join(
            c if c == "\n" else " " for c in text[start:end]) + text[end:]
    os.unlink(path)  # a hard link
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)


class Remover:
    """A copy of a tree that statements are taken out of."""

    def __init__(self, tecc, tree, facts, work):
        self.tecc, self.tree, self.facts = tecc, tree, facts
        self.copy = os.path.join(work, "tree")
        self.out = os.path.join(work, "removed")
        shutil.rmtree(self.copy, ignore_errors=True)
        for folder, _, files in os.walk(tree, followlinks=True):
            here = os.path.join(self.copy, os.path.relpath(folder, tree))
            os.makedirs(here)
            for name in files:
                path = os.path.realpath(os.path.join(folder, name))
                if os.path.exists(path):
                    os.link(path, os.path.join(here, name))

    def without(self, named, question):
        """Whether the access is granted without them; None: no policy."""
        for relative, spots in named.items():
            blank(os.path.join(self.copy, relative), spots)
        try:
            built = subprocess.run(
                [self.tecc, "build", self.copy, "-q", "-N", "-o", self.out,
                 "--policy-version=33"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, check=False)
            if built.returncode:
                return None
            return bool(subprocess.run(
                [self.facts, "granted", os.path.join(self.out, "policy.33")],
                input=question.encode(), stdout=subprocess.PIPE,
                check=True).stdout)
        finally:
            for relative in named:
                path = os.path.join(self.copy, relative)
                os.unlink(path)
                os.link(os.path.realpath(
                    os.path.join(self.tree, relative)), path)

    def named(self, answer, depth):
        """By file the statements at so many calls from the outermost."""
        spots = {}
        for rule in answer["rules"]:
            chain = [place for place, _ in real_places(rule)]
            place = chain[max(len(chain) - 1 - depth, 0)]
            relative = os.path.relpath(place["file"], self.tree)
            spots.setdefault(relative, set()).add(
                (place["line"], place["column"]))
        return spots

    def check(self, answer):
        question = answer["question"]
        for depth in range(6):
            granted = self.without(self.named(answer, depth), question)
            if granted is not None:
                report(not granted, question)
                return
        report(False, question + ": no policy without its rules")


def removed(tecc, policy, questions, tree, facts, count, work):
    answers = ask_all(tecc, policy, questions)
    remover = Remover(tecc, tree, facts, work)
    known = [answer for answer in answers
             if all(real_places(rule) for rule in answer["rules"])]
    for answer in known[:int(count)]:
        remover.check(answer)


WORDS = {"constraint": "cons", "roles": "rbac", "bounds": "bounds"}


def our_reason(answer):
    """In libsepol's words; rules count before all else."""
    kinds = {r["kind"] for r in answer["reasons"] if r["certain"]}
    if kinds & {"no-rule", "booleans"}:
        return "te"
    if len(kinds) > 1:
        return "several: " + " ".join(sorted(kinds))
    return WORDS[kinds.pop()] if kinds else "none"


def decide(tecc, policy, line):
    reason, source, target, name, perm = line.split()
    source_type, target_type = (c.split(":")[2] for c in (source, target))
    out = subprocess.run(
        [tecc, "why", f"allow {source_type} {target_type}:{name} {perm}",
         policy, "--source-context=" + source, "--target-context=" + target,
         "--message-format=json"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False)
    try:
        answer = json.loads(out.stdout)
    except ValueError:
        return line, "no answer: " + out.stdout.decode()[:200]
    ours = our_reason(answer)
    if (answer["verdict"] == "allowed") != (reason == "none"):
        return line, "verdict " + answer["verdict"]
    return line, "" if ours == reason else "we say " + ours


def reasons(tecc, policy, decisions):
    with open(decisions, encoding="utf-8") as file:
        lines = file.read().splitlines()
    with ThreadPoolExecutor(2) as pool:
        for line, wrong in pool.map(
                lambda line: decide(tecc, policy, line), lines):
            report(not wrong, line + (": " + wrong if wrong else ""))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
