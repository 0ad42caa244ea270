"""Computes the answers of package traverse and package measure anew, from raw
edges, with networkx, igraph and numpy, and compares.

Reads one JSON object a line: {"name", "edges", "question", "answer"}. Prints each
difference and exits with 1 if there is any. The rules stand in docs/methods.md;
nothing here is shared with the Go code.
"""

import itertools
import json
import math
import sys

import igraph
import networkx as nx
import numpy as np

FAR = 2**31 - 1  # a day beyond all days
WALK = {"ASSERTED", "REPORTED", "ATTRIBUTED"}
OFFICE = {"HOLDS_OFFICE", "OFFICE_OF"}


def rounded(x):
    return round(x + 0.0, 9)


def close(a, b, tolerance=1e-7):
    return abs(a - b) <= tolerance


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


def recency(e, q):
    if not e["act"]:
        return 1.0
    days = q["day"] - e["endMax"]
    return 1.0 if days <= 0 else 2.0 ** (-days / q["halfLife"])


def net(edges, q):
    kinds = {e["kind"] for e in edges}
    total = sum(
        e["weight"] * e["intensity"] * e["confidence"] * recency(e, q)
        for e in edges
        if not (e["opens"] and e["opens"] in kinds)
    )
    return rounded(math.tanh(total))


def strength(e):
    return abs(e["weight"]) * e["confidence"]


def dyads(edges, q):
    groups = {}
    for e in edges:
        if fits(e, q):
            groups.setdefault(tuple(sorted((e["from"], e["to"]))), []).append(e)
    nets = {pair: net(group, q) for pair, group in groups.items()}
    return {pair: x for pair, x in nets.items() if abs(x) >= 0.05}


def signed(edges, q):
    g = nx.Graph()
    for (a, b), x in sorted(dyads(edges, q).items()):
        g.add_edge(a, b, net=x, weight=abs(x))
    return g


def friendly(g):
    f = nx.Graph()
    f.add_nodes_from(sorted(g))
    f.add_edges_from((a, b, d) for a, b, d in g.edges(data=True) if d["net"] > 0)
    return f


def centralities(f):
    n = len(f)
    out = {
        "DEGREE": {v: float(d) for v, d in f.degree()},
        "WEIGHTED_DEGREE": {v: float(d) for v, d in f.degree(weight="weight")},
        "PAGERANK": nx.pagerank(f, alpha=0.85, tol=1e-13, max_iter=100000, weight="weight"),
        "BETWEENNESS": nx.betweenness_centrality(f, normalized=True),
        "CLOSENESS": nx.closeness_centrality(f, wf_improved=True),
        "EIGENVECTOR": dict.fromkeys(f, 0.0),
    }
    parts = sorted(nx.connected_components(f), key=lambda c: (-len(c), min(c)))
    if n and parts:
        members = sorted(parts[0])
        matrix = nx.to_numpy_array(f, nodelist=members, weight="weight")
        values, vectors = np.linalg.eigh(matrix)
        vector = np.abs(vectors[:, -1])
        out["EIGENVECTOR"].update(zip(members, vector / np.linalg.norm(vector)))
    return out


def triads(g):
    counts = {"+++": 0, "++-": 0, "+--": 0, "---": 0}
    for a, b, c in itertools.combinations(sorted(g), 3):
        if g.has_edge(a, b) and g.has_edge(a, c) and g.has_edge(b, c):
            minus = sum(g[x][y]["net"] < 0 for x, y in ((a, b), (a, c), (b, c)))
            counts["+" * (3 - minus) + "-" * minus] += 1
    return counts


def misfits(g, side):
    return sum((d["net"] < 0) == (side[a] == side[b]) for a, b, d in g.edges(data=True))


def least_frustration(g):
    nodes = sorted(g)
    if not nodes:
        return 0, 1
    best, optima = None, 0
    for bits in range(2 ** (len(nodes) - 1)):
        side = {v: (bits >> i) & 1 for i, v in enumerate(nodes[1:])} | {nodes[0]: 0}
        x = misfits(g, side)
        if best is None or x < best:
            best, optima = x, 1
        elif x == best:
            optima += 1
    return best, optima


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
    igraph.set_random_number_generator(None)
    return max(g.community_multilevel(weights=weights).modularity, g.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1).modularity)


def direct(edges, q):
    groups = {}
    for e in edges:
        if not fits(e, q):
            continue
        for u, v, lever in ((e["from"], e["to"], e["forward"]), (e["to"], e["from"], e["forward"] if e["symmetric"] else e["backward"])):
            if e["symmetric"]:
                lever = e["forward"] if (u, v) == (e["from"], e["to"]) else e["backward"]
            groups.setdefault((u, v), []).append((lever * e["intensity"] * e["confidence"] * recency(e, q), e["kind"]))
    return {
        pair: (1 - math.prod(1 - p for p, _ in group), all(k in OFFICE for _, k in group))
        for pair, group in groups.items()
    }


def influence(edges, q):
    p = direct(edges, q)
    actors = sorted({v for pair in p for v in pair})
    after = {u: [v for v in actors if (u, v) in p] for u in actors}
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
                best[v] = max(best.get(v, 0), s)
            walk(path + [v], s, counted or not office)

    walk([q["by"]], 1.0, False)
    best.pop(q["by"], None)
    katz.pop(q["by"], None)
    clean = lambda d: {v: rounded(s) for v, s in d.items() if rounded(s) > 0}
    return clean(best), clean(katz)


def paths(edges, q):
    links = {}
    for e in edges:
        if not fits(e, q):
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
        score, day, ok = 1.0, q.get("first", -FAR), True
        for u, v in zip(nodes, nodes[1:]):
            group = links[(u, v)]
            if q["order"] == "EARLIEST":
                usable = [(max(day, e["startMin"], q["first"]), e) for e in group if max(day, e["startMin"], q["first"]) <= min(e["endMax"], q["last"])]
                if not usable:
                    ok = False
                    break
                day = min(d for d, _ in usable)
                group = [e for _, e in usable]
            score *= max(strength(e) for e in group)
        if ok:
            out.append((day, len(nodes) - 1, rounded(score), nodes))
    keys = {
        "HOPS": lambda p: (p[1], -p[2], p[3]),
        "STRENGTH": lambda p: (-p[2], p[1], p[3]),
        "EARLIEST": lambda p: (p[0], p[1], -p[2], p[3]),
    }
    out.sort(key=keys[q["order"]])
    return [(p[3], p[2], p[0]) for p in out[: q["count"]]]


def check(case):
    e, q, a = case["edges"], case["question"], case["answer"]
    if "paths" in a:
        want = paths(e, q)
        got = [(p["actors"], p["strength"], p.get("arrives")) for p in a["paths"]]
        if len(want) != len(got):
            yield f"paths: {len(got)} but {len(want)} found here"
        for w, g in zip(want, got):
            if w[0] != g[0] or not close(w[1], g[1]) or q["order"] == "EARLIEST" and w[2] != g[2]:
                yield f"path {g}, here {w}"
        return
    g = signed(e, q)
    f = friendly(g)
    if sorted(g) != a["actors"]:
        yield f"actors {a['actors']}, here {sorted(g)}"
        return
    for name, scores in centralities(f).items():
        for v, s in scores.items():
            if not close(s, a["centrality"][name][v], 1e-6):
                yield f"{name} of {v}: {a['centrality'][name][v]}, here {s}"
    counts = triads(g)
    if counts != a["triads"]:
        yield f"triads {a['triads']}, here {counts}"
    least, optima = least_frustration(g)
    if (least, optima) != (a["frustration"], a["optima"]):
        yield f"frustration {a['frustration']} in {a['optima']} ways, here {least} in {optima}"
    if misfits(g, a["sides"]) != least:
        yield "the partition given has another frustration than it says"
    own = modularity(f, a["communities"])
    if not close(own, a["modularity"], 1e-6):
        yield f"modularity {a['modularity']}, of the same communities here {own}"
    if a["modularity"] < igraph_modularity(f) - 0.01:
        yield f"modularity {a['modularity']}, igraph finds {igraph_modularity(f)}"
    for name, want in zip(("BEST", "KATZ"), influence(e, q)):
        got = a["influence"][name]
        if set(want) != set(got) or any(not close(want[v], got[v]) for v in want):
            yield f"influence {name} of {q['by']}: {got}, here {want}"


def main():
    cases = faults = 0
    for line in sys.stdin:
        case = json.loads(line)
        cases += 1
        for fault in check(case):
            faults += 1
            print(f"{case['name']}: {fault}")
    print(f"{cases} cases, {faults} differences")
    return 1 if faults or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
