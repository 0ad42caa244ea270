"""Computes the answers of package traverse and package measure anew, from raw
edges, with networkx, igraph and numpy, and compares.

Reads one JSON object a line: {"name", "ask", "kinds", "edges", "question",
"answer"}. Prints each difference and exits with 1 if there is any, or if there is
nothing to compare. The rules stand in docs/methods.md; nothing here is shared with
the Go code.
"""

import datetime
import itertools
import json
import math
import sys

import igraph
import networkx as nx
import numpy as np

FAR = 2**31 - 1  # a day beyond all days
NEVER = -(2**31)  # a day before all days
WALK = {"ASSERTED", "REPORTED", "ATTRIBUTED"}
LOOSE = {"COLLECTIVE", "UNKNOWN"}
UNMOVED = LOOSE | {"REGION", "TREATY"}
OFFICE = {"HOLDS_OFFICE", "OFFICE_OF"}
EPOCH = datetime.date(1970, 1, 1)
BRUTE = 14  # actors up to which every partition is tried


def rounded(x):
    return round(x + 0.0, 9)


def close(a, b, tolerance=1e-7):
    return abs(a - b) <= tolerance


# What fits.


def stated(e):
    first = e["startMax"] if e["startUnknown"] else e["startMin"]
    last = max(e["endMin"], e["startMax"]) if e["endUnknown"] else e["endMax"]
    return first, last


def fits(e, q):
    if e["modality"] not in WALK:
        return False
    if "on" in q:
        low = q["on"] - q["lookback"] if e["act"] else q["on"]
        high = q["on"]
    else:
        low, high = q["first"], q["last"]
    first, last = stated(e)
    return first <= high and low <= last


def chosen(case, without=LOOSE):
    """The edges that fit, of definite actors, and the acts of persons for states."""
    q, kinds = case["question"], case["kinds"]
    fit = [e for e in case["edges"] if fits(e, q)]
    if q.get("offices"):
        fit += office_acts(case["edges"], fit, kinds)
    return [e for e in fit if kinds[e["from"]] not in without and kinds[e["to"]] not in without]


def office_acts(edges, fit, kinds):
    believed = [e for e in edges if e["modality"] in WALK]
    of = [(e["from"], e["to"]) for e in believed if e["kind"] == "OFFICE_OF" and kinds[e["from"]] == "OFFICE" and kinds[e["to"]] == "STATE"]
    held = [e for e in believed if e["kind"] == "HOLDS_OFFICE"]

    def stands_for(actor, day):
        states = {
            state
            for h in held
            for office, state in of
            if h["from"] == actor and h["to"] == office and h["startMin"] <= day <= h["endMax"]
        }
        return sorted(states) or [actor]

    out = []
    for e in fit:
        if not e["act"]:
            continue
        for a in stands_for(e["from"], e["startMin"]):
            for b in stands_for(e["to"], e["startMin"]):
                if a != b and (a, b) != (e["from"], e["to"]):
                    out.append(e | {"from": a, "to": b})
    return out


# Nets.


def recency(e, q):
    if not e["act"]:
        return 1.0
    days = q["day"] - e["endMax"]
    return 1.0 if days <= 0 else 2.0 ** (-days / q["halfLife"])


def net(edges, fade):
    kinds = {e["kind"] for e in edges}
    total = sum(
        e["weight"] * e["intensity"] * e["confidence"] * fade(e)
        for e in edges
        if not (e["opens"] and e["opens"] in kinds)
    )
    return rounded(math.tanh(total))


def pairs(edges):
    groups = {}
    for e in edges:
        groups.setdefault(tuple(sorted((e["from"], e["to"]))), []).append(e)
    return groups


def signed(case):
    q = case["question"]
    g = nx.Graph()
    for (a, b), group in sorted(pairs(chosen(case)).items()):
        x = net(group, lambda e: recency(e, q))
        if abs(x) >= 0.05:
            g.add_edge(a, b, net=x, weight=abs(x))
    return g


def friendly(g):
    f = nx.Graph()
    f.add_nodes_from(sorted(g))
    f.add_edges_from((a, b, d) for a, b, d in g.edges(data=True) if d["net"] > 0)
    return f


# Measures.


def centralities(f):
    out = {
        "DEGREE": {v: float(d) for v, d in f.degree()},
        "WEIGHTED_DEGREE": {v: float(d) for v, d in f.degree(weight="weight")},
        "PAGERANK": nx.pagerank(f, alpha=0.85, tol=1e-13, max_iter=100000, weight="weight"),
        "BETWEENNESS": nx.betweenness_centrality(f, normalized=True),
        "CLOSENESS": nx.closeness_centrality(f, wf_improved=True),
        "EIGENVECTOR": dict.fromkeys(f, 0.0),
    }
    parts = sorted(nx.connected_components(f), key=lambda c: (-len(c), min(c)))
    if parts and len(parts[0]) > 1:
        members = sorted(parts[0])
        matrix = nx.to_numpy_array(f, nodelist=members, weight="weight")
        values, vectors = np.linalg.eigh(matrix)
        vector = np.abs(vectors[:, -1])
        out["EIGENVECTOR"].update(zip(members, vector / np.linalg.norm(vector)))
    return out


def triads(g):
    counts = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
    strained = []
    strain = {}
    for a, b in g.edges():
        for c in set(g[a]) & set(g[b]):
            if not (a < c and b < c):
                continue
            a, b = sorted((a, b))
            nets = [g[a][b]["net"], g[a][c]["net"], g[b][c]["net"]]
            minus = sum(x < 0 for x in nets)
            counts["+" * (3 - minus) + "-" * minus] += 1
            size = abs(math.prod(nets))
            for v in (a, b, c):
                strain.setdefault(v, 0.0)
                strain[v] += size * (minus % 2)
            if minus % 2:
                strained.append((-rounded(size), [a, b, c]))
    return counts, [t for _, t in sorted(strained)], strain


def misfits(g, side):
    return sum((d["net"] < 0) == (side[a] == side[b]) for a, b, d in g.edges(data=True))


def least_frustration(g):
    """The least number of misfits and in how many ways, over all partitions."""
    nodes = sorted(g)
    index = {v: i for i, v in enumerate(nodes)}
    ways = np.arange(2 ** max(len(nodes) - 1, 0), dtype=np.int64) << 1  # the first on side 0
    total = np.zeros(len(ways), dtype=np.int64)
    for a, b, d in g.edges(data=True):
        apart = ((ways >> index[a]) ^ (ways >> index[b])) & 1
        total += apart if d["net"] > 0 else 1 - apart
    return (int(total.min()), int((total == total.min()).sum())) if nodes else (0, 1)


def modularity(f, of):
    groups = {}
    for v, c in of.items():
        groups.setdefault(c, set()).add(v)
    if f.number_of_edges() == 0:
        return 0.0
    return nx.community.modularity(f, groups.values(), weight="weight", resolution=1)


def igraph_modularity(f):
    nodes = sorted(f)
    index = {v: i for i, v in enumerate(nodes)}
    g = igraph.Graph(n=len(nodes), edges=[(index[a], index[b]) for a, b in f.edges()])
    weights = [d["weight"] for _, _, d in f.edges(data=True)]
    if not weights:
        return 0.0
    louvain = g.community_multilevel(weights=weights)
    leiden = g.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
    return max(louvain.modularity, leiden.modularity)


# Influence.


def direct(edges, q):
    groups = {}
    for e in edges:
        for u, v, lever in ((e["from"], e["to"], e["forward"]), (e["to"], e["from"], e["backward"])):
            groups.setdefault((u, v), []).append((lever * e["intensity"] * e["confidence"] * recency(e, q), e["kind"]))
    return {
        pair: (1 - math.prod(1 - p for p, _ in group), all(k in OFFICE for _, k in group))
        for pair, group in groups.items()
    }


def influence(p, q):
    """All walks, one by one: the greatest score of a path and the sum over walks."""
    after = {}
    for (u, v), (x, _) in p.items():
        if x > 0:
            after.setdefault(u, []).append(v)
    best, katz = {}, {}

    def walk(path, score, counted):
        u = path[-1]
        if len(path) - 1 == q["hops"]:
            return
        for v in after.get(u, []):
            x, office = p[(u, v)]
            s = score * x * (1 if office or not counted else q["decay"])
            katz[v] = katz.get(v, 0) + s
            if v not in path:
                was, way = best.get(v, (0, ()))
                if (-rounded(s), len(path), path + [v]) < (-rounded(was), len(way) - 1, list(way)) or v not in best:
                    best[v] = (s, path + [v])
            walk(path + [v], s, counted or not office)

    walk([q["by"]], 1.0, False)
    best.pop(q["by"], None)
    katz.pop(q["by"], None)
    return best, katz


# Paths.


def paths(case):
    q, kinds = case["question"], case["kinds"]
    ends = {q["from"], q["to"]}
    links = {}
    for e in case["edges"]:
        if not fits(e, q) or any(kinds[v] in LOOSE and v not in ends for v in (e["from"], e["to"])):
            continue
        ways = [(e["from"], e["to"]), (e["to"], e["from"])]
        if q["direction"] == "OUT" and not e["symmetric"]:
            ways = ways[:1]
        if q["direction"] == "IN" and not e["symmetric"]:
            ways = ways[1:]
        for way in ways:
            links.setdefault(way, []).append(e)
    g = nx.DiGraph(links.keys())
    if q["from"] not in g or q["to"] not in g:
        return []
    out = []
    for nodes in nx.all_simple_paths(g, q["from"], q["to"], cutoff=q["maxHops"]):
        score, day = 1.0, q["first"]
        for way in zip(nodes, nodes[1:]):
            group = links[way]
            if q["order"] == "EARLIEST":
                days = [max(day, e["startMin"]) for e in group if max(day, e["startMin"]) <= min(e["endMax"], q["last"])]
                if not days:
                    break
                day = min(days)
                group = [e for e in group if e["startMin"] <= day <= e["endMax"]]
            score *= max(abs(e["weight"]) * e["confidence"] for e in group)
        else:
            out.append((day, len(nodes) - 1, rounded(score), nodes))
    keys = {
        "HOPS": lambda p: (p[1], -p[2], p[3]),
        "STRENGTH": lambda p: (-p[2], p[1], p[3]),
        "EARLIEST": lambda p: (p[0], p[1], -p[2], p[3]),
    }
    out.sort(key=keys[q["order"]])
    return [(p[3], p[2], p[0]) for p in out[: q["count"]]]


# Pacts.


PACTS = {
    "DEFENSE_PACT": "DEFENSE",
    "OFFENSE_PACT": "OFFENSE",
    "NEUTRALITY_PACT": "NEUTRALITY",
    "NON_AGGRESSION_PACT": "NON_AGGRESSION",
    "ENTENTE": "CONSULTATION",
}


def obligations(case):
    q = case["question"]
    held = [e for e in case["edges"] if fits(e, q)]
    promises = [e for e in case["edges"] if e["kind"] == "PLEDGES_DEFENSE" and e["to"] == q["attacked"] and fits(e | {"modality": "ASSERTED"}, q)]
    members = {
        (e["from"], e["to"])
        for e in held
        if e["kind"] == "MEMBER_OF" and e["status"] not in ("associate", "observer", "candidate")
    }
    suspended = {
        (e["from"], e["to"])
        for e in held
        if e["kind"] == "SUSPENDED_FROM" or e["kind"] == "MEMBER_OF" and e["status"] == "suspended"
    }
    within = {}
    for e in held:
        if e["kind"] == "PART_OF":
            within[e["from"]] = min(e["to"], within.get(e["from"], e["to"]))
    acting = set()
    for a in q["attackers"]:
        acting |= {m for m, o in members if o == a and m != q["attacked"]} or {a}
    named = (set(q["attackers"]) | acting) - {q["attacked"]}
    parties = {}
    for e in held:
        if e["kind"] == "PARTY_TO" and e["status"] == "in_force":
            parties.setdefault(e["to"], []).append((e["from"], e["trigger"]))
    bonds = []  # who is asked about, who is bound, to what, by which treaty, what calls it
    for treaty, signed_by in parties.items():
        for a, _ in signed_by:
            for b, trigger in signed_by:
                if a != b:
                    bonds += [(a, b, o, treaty, trigger) for o in case["obligations"].get(treaty, [])]
    for e in held:
        if e["kind"] in PACTS and e["status"] in ("", "in_force"):
            for a, b in ((e["from"], e["to"]), (e["to"], e["from"])):
                bonds.append((a, b, PACTS[e["kind"]], "", e["trigger"]))

    def called(bound, treaty, trigger):
        if not acting or trigger in ("", "any"):
            return True
        inside = [
            x == bound or treaty != "" and (x in {p for p, _ in parties[treaty]} or (x, within.get(treaty)) in members)
            for x in acting
        ]
        return any(inside) if trigger == "internal" else not all(inside)

    help_, other, out_, consult = {}, {}, {}, {}  # who is bound, and by which treaties
    for asked, bound, what, treaty, trigger in bonds:
        if asked == q["attacked"]:
            if what == "DEFENSE" and called(bound, treaty, trigger):
                help_.setdefault(bound, set()).add(treaty)
            if what in ("NEUTRALITY", "NON_AGGRESSION"):
                out_.setdefault(bound, set()).add(treaty)
            if what == "CONSULTATION":
                consult.setdefault(bound, set()).add(treaty)
        elif asked in named and bound != q["attacked"] and bound not in named:
            if what in ("DEFENSE", "OFFENSE"):
                other.setdefault(bound, set()).add(treaty)
            if what == "NEUTRALITY":
                out_.setdefault(bound, set()).add(treaty)
    both = {x: help_[x] | other.get(x, set()) for x in help_ if x in other or x in named}

    def marked(duties):
        return [
            [x, any((x, within.get(treaty)) in suspended for treaty in duties[x])]
            for x in sorted(duties)
        ]

    return {
        "attackers": sorted(named),
        "toHelp": marked({x: t for x, t in help_.items() if x not in both}),
        "toBoth": marked(both),
        "toStayOut": marked(out_),
        "toConsult": marked(consult),
        "pledged": sorted(e["from"] for e in promises),
    }


# Time.


def bucket_of(day, bucket):
    d = EPOCH + datetime.timedelta(days=day)
    if bucket == "WEEK":
        d -= datetime.timedelta(days=d.isoweekday() - 1)
    if bucket in ("MONTH", "QUARTER", "YEAR"):
        month = {"MONTH": d.month, "QUARTER": (d.month - 1) // 3 * 3 + 1, "YEAR": 1}[bucket]
        d = d.replace(day=1, month=month)
    return (d - EPOCH).days


def timeline(case):
    q = case["question"]
    days = range(q["first"], q["last"] + 1)
    starts = sorted({bucket_of(d, q["bucket"]) for d in days})
    points = []
    for s in starts:
        whole = s
        while bucket_of(whole, q["bucket"]) == s:
            whole += 1
        points.append({"first": s, "last": whole - 1, "acts": 0, "ties": 0, "imprecise": 0, "friendly": 0.0, "hostile": 0.0})
    undated = 0
    for e in case["edges"]:
        if not fits(e, q):
            continue
        first, last = stated(e)
        if e["act"]:
            last = first
        if first == NEVER and last == FAR or e["act"] and first == NEVER:
            undated += 1
            continue
        value = e["weight"] * e["intensity"] * e["confidence"]
        for p in points:
            if first > p["last"] or last < p["first"]:
                continue
            p["acts" if e["act"] else "ties"] += 1
            if e["act"] and not (p["first"] <= e["startMin"] and e["endMax"] <= p["last"]):
                p["imprecise"] += 1
            p["friendly" if value > 0 else "hostile"] += value
    return points, undated


def difference(case):
    q = case["question"]
    first = min(q["left"], q["right"]) - q["lookback"]
    sides = []
    for day in (q["left"], q["right"]):
        asked = {"on": day, "lookback": day - first}
        sides.append([e for e in case["edges"] if fits(e, asked) and (not q["of"] or {e["from"], e["to"]} & set(q["of"]))])
    left, right = ({e["id"] for e in side} for side in sides)
    nets = [{pair: net(group, lambda e: 1.0) for pair, group in pairs(side).items()} for side in sides]
    moved = []
    for pair in sorted(set(nets[0]) | set(nets[1])):
        before, after = (n.get(pair, 0.0) for n in nets)
        if rounded(abs(after - before)) >= 0.05:
            moved.append(["GREW" if after > before else "COOLED", *pair, before, after])
    return sorted(right - left), sorted(left - right), moved


# Comparisons: each yields what differs.


def check_structure(case):
    q, a = case["question"], case["answer"]
    g = signed(case)
    f = friendly(g)
    if sorted(g) != a["actors"]:
        yield f"actors {a['actors']}, here {sorted(g)}"
        return
    for name, scores in centralities(f).items():
        for v, s in scores.items():
            if not close(s, a["centrality"][name][v], 1e-6):
                yield f"{name} of {v}: {a['centrality'][name][v]}, here {s}"
    counts, strained, strain = triads(g)
    if counts != a["triads"]:
        yield f"triads {a['triads']}, here {counts}"
    if strained != a["strained"]:
        yield f"strained {a['strained']}, here {strained}"
    if set(strain) != set(a["strain"]) or any(not close(strain[v], a["strain"][v]) for v in strain):
        yield f"strain {a['strain']}, here {strain}"
    yield from check_frustration(g, a)
    own = modularity(f, a["communities"])
    if not close(own, a["modularity"], 1e-6):
        yield f"modularity {a['modularity']}, of the same communities here {own}"
    theirs = igraph_modularity(f)
    if a["modularity"] < theirs - 0.01:
        yield f"modularity {a['modularity']}, igraph finds {theirs}"


def check_frustration(g, a):
    if misfits(g, a["sides"]) != a["frustration"]:
        yield f"frustration {a['frustration']}, of the same partition here {misfits(g, a['sides'])}"
    if len(g) <= BRUTE:
        least, optima = least_frustration(g)
        if (least, optima) != (a["frustration"], a["optima"]):
            yield f"frustration {a['frustration']} in {a['optima']} ways, here {least} in {optima}"
        return
    if a["exact"] != all(len(c) <= 24 for c in nx.connected_components(g)):
        yield "says wrongly whether the partition is exact"
    for part in nx.connected_components(g):
        h = g.subgraph(part)
        side = {v: a["sides"][v] for v in part}
        if len(part) <= BRUTE and misfits(h, side) != least_frustration(h)[0]:
            yield f"a part of {sorted(part)} has less frustration"
        for v in part:
            if misfits(h.edge_subgraph(h.edges(v)), side | {v: not side[v]}) < misfits(h.edge_subgraph(h.edges(v)), side):
                yield f"{v} fits the other side better"


def check_influence(case):
    q, a = case["question"], case["answer"]
    best, katz = influence(direct(chosen(case, UNMOVED), q), q)
    want = {v: rounded(s) for v, (s, _) in best.items() if rounded(s) > 0}
    if set(want) != set(a["BEST"]) or any(not close(want[v], a["BEST"][v]["score"]) for v in want):
        yield f"BEST of {q['by']}: {a['BEST']}, here {want}"
        return
    for v in want:
        if a["BEST"][v]["path"] != best[v][1]:
            yield f"the best path to {v} is {a['BEST'][v]['path']}, here {best[v][1]}"
    want = {v: rounded(s) for v, s in katz.items() if rounded(s) > 0}
    if set(want) != set(a["KATZ"]) or any(not close(want[v], a["KATZ"][v]["score"]) for v in want):
        yield f"KATZ of {q['by']}: {a['KATZ']}, here {want}"


def check_paths(case):
    q, a = case["question"], case["answer"]
    want = paths(case)
    got = [(p["actors"], p["strength"], p["arrives"]) for p in a["paths"]]
    if len(want) != len(got):
        yield f"{len(got)} paths, {len(want)} found here"
    for w, g in zip(want, got):
        if w[0] != g[0] or not close(w[1], g[1]) or q["order"] == "EARLIEST" and w[2] != g[2]:
            yield f"path {g}, here {w}"


def check_dyad(case):
    q, a = case["question"], case["answer"]
    fit = [e for e in case["edges"] if fits(e, q)]
    group = [e for e in fit + office_acts(case["edges"], fit, case["kinds"]) if {e["from"], e["to"]} == {q["a"], q["b"]}]
    want = net(group, lambda e: recency(e, q))
    if not close(want, a["net"]) or sorted(e["id"] for e in group) != sorted(a["relations"]):
        yield f"net {a['net']} of {sorted(a['relations'])}, here {want} of {sorted(e['id'] for e in group)}"


def check_timeline(case):
    points, undated = timeline(case)
    a = case["answer"]
    if undated != a["undated"] or len(points) != len(a["points"]):
        yield f"{len(a['points'])} points and {a['undated']} undated, here {len(points)} and {undated}"
    for want, got in zip(points, a["points"]):
        if any(not close(want[k], got[k]) for k in want):
            yield f"point {got}, here {want}"


def check_difference(case):
    a = case["answer"]
    began, ended, moved = difference(case)
    if (began, ended) != (a["began"], a["ended"]):
        yield f"began {a['began']}, ended {a['ended']}, here {began} and {ended}"
    if len(moved) != len(a["moved"]) or any(w[:3] != g[:3] or not close(w[3], g[3]) or not close(w[4], g[4]) for w, g in zip(moved, a["moved"])):
        yield f"moved {a['moved']}, here {moved}"


def check_obligations(case):
    want = obligations(case)
    if want != case["answer"]:
        yield f"{case['answer']}, here {want}"


CHECKS = {
    "structure": check_structure,
    "influence": check_influence,
    "paths": check_paths,
    "dyad": check_dyad,
    "timeline": check_timeline,
    "difference": check_difference,
    "obligations": check_obligations,
}


def main():
    asked = dict.fromkeys(CHECKS, 0)
    faults = 0
    for line in sys.stdin:
        case = json.loads(line)
        asked[case["ask"]] += 1
        for fault in CHECKS[case["ask"]](case):
            faults += 1
            print(f"{case['name']}, {case['ask']}: {fault}")
    print(", ".join(f"{n} {ask}" for ask, n in asked.items()), f"- {faults} differences")
    return 1 if faults or not sum(asked.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
