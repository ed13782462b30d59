#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares modules as CIL text (what the converter of packages prints) as sets
of statements per block.

  cilsets.py REFERENCE OURS [NAME..]

compares REFERENCE/NAME.cil with OURS/NAME.cil and prints for each NAME
"ok NAME", or "FAIL NAME" and what only one of both has.

Order means nothing, in a list of names neither.  The names that the converter
makes up (NAME_typeattr_1, NAME_optional_2) are replaced by what they stand
for.  A statement that a block around it has, too, says nothing new.
"""

import re
import sys

MADE_UP = re.compile(r"_(typeattr|roleattr)_\d+$")
TOKEN = re.compile(r'\s*(?:(;[^\n]*)|(\()|(\))|("[^"]*")|([^\s()"]+))')


def parse(text):
    stack = [[]]
    for comment, left, right, quoted, atom in TOKEN.findall(text):
        if left:
            stack.append([])
        elif right:
            done = stack.pop()
            stack[-1].append(done)
        elif not comment:
            stack[-1].append(quoted or atom)
    return stack[0]


def is_block(statement):
    return statement[0] in ("optional", "booleanif", "tunableif", "true",
                            "false")


def definitions(statements, into):
    """The sets that made-up attributes stand for."""
    for statement in statements:
        if not isinstance(statement, list) or not statement:
            continue
        if (statement[0] in ("typeattributeset", "roleattributeset")
                and MADE_UP.search(statement[1])):
            into[statement[1]] = statement[2]
        elif is_block(statement):
            definitions(statement[1:], into)
    return into


def term(node, made_up):
    """The text of an expression, in an order of its own."""
    if isinstance(node, str):
        return term(made_up[node], made_up) if node in made_up else node
    parts = [term(part, made_up) for part in node]
    if all(isinstance(part, str) for part in node):
        parts.sort()
    elif node[0] in ("and", "or", "xor"):
        parts[1:] = sorted(parts[1:])
    return "(" + " ".join(parts) + ")"


def names_made_up(statement):
    return (statement[0] in ("typeattribute", "typeattributeset",
                             "roleattribute", "roleattributeset")
            and isinstance(statement[1], str)
            and MADE_UP.search(statement[1]))


def conditional(statement, made_up):
    """Each rule by itself: rules under equal conditions may stand apart.  The
    reference writes `if (! x) a else b` as `if (x) b else a`."""
    kind, condition, *branches = statement
    names = {"true": "true", "false": "false"}
    while condition[0] == "not":
        condition = condition[1]
        names = {"true": names["false"], "false": names["true"]}
    head = f"{kind} {term(condition, made_up)}"
    return {f"{head} {names[branch[0]]} {rule}" for branch in branches
            for rule in block(branch[1:], made_up, frozenset())}


def block(statements, made_up, outer):
    """The statements of a block, in order; `outer` are those around it."""
    own, inner = set(), []
    for statement in statements:
        if isinstance(statement, str) or not statement:
            continue
        if is_block(statement):
            inner.append(statement)
        elif not names_made_up(statement):
            own.add("(" + " ".join([statement[0]] + [
                term(part, made_up) for part in statement[1:]]) + ")")
    own -= outer
    around = outer | own
    for statement in inner:
        if statement[0] == "optional":
            inside = block(statement[1:], made_up, around)
            # Requirements alone make no difference.
            if any("cil_gen_require" not in line for line in inside):
                own.add("optional {\n" + "\n".join(inside) + "\n}")
        else:
            own |= conditional(statement, made_up)
    return sorted(own)


def facts(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        statements = parse(file.read())
    return set(block(statements, definitions(statements, {}), frozenset()))


def compare(reference, ours, name):
    try:
        left = facts(f"{reference}/{name}.cil")
        right = facts(f"{ours}/{name}.cil")
    except OSError as error:
        print(f"FAIL {name}\n    {error}")
        return
    if left == right:
        print(f"ok {name}: {len(left)}")
        return
    print(f"FAIL {name}")
    for sign, lines in (("-", left - right), ("+", right - left)):
        for line in sorted(lines)[:6]:
            print(f"    {sign} {line[:1500]}")


def main():
    reference, ours, *names = sys.argv[1:]
    for name in names:
        compare(reference, ours, name)


main()
