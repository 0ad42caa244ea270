"""Reads the files of a folder with other people's libraries, and prints what they
hold as one JSON object: {reader: {"nodes": {id: {…}}, "edges": {id: {…}}}} for
networks, {reader: {"references": {key: title}}} for bibliographies, and {reader:
{"relations": …, "notes": …}} for briefs. Nothing is compared here.
"""

import csv
import io
import json
import os
import sys
import zipfile

import bibtexparser
import igraph
import lxml.html
import markdown
import ndex2.cx2
import networkx
import rdflib
import rispy
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS

folder = sys.argv[1]
NODE = ["label", "kind", "iso3", "latitude"]
EDGE = ["kind", "period", "start_min", "end_max", "signed_weight", "confidence", "disputed", "quotation", "note"]
ENT = rdflib.Namespace("https://github.com/entente/entente/blob/main/docs/export.md#")
URN = "urn:entente:"


def path(name):
    return os.path.join(folder, name)


def kept(values, names):
    return {n: values[n] for n in names if values.get(n) not in (None, "") and values[n] == values[n]}


def network(nodes, edges):
    return {"nodes": {i: kept(v, NODE) for i, v in nodes}, "edges": {i: {"from": a, "to": b, **kept(v, EDGE)} for i, a, b, v in edges}}


def with_networkx(g):
    return network(g.nodes(data=True), [(k, a, b, d) for a, b, k, d in g.edges(keys=True, data=True)])


def with_igraph(g):
    def values(x):
        return {k: v for k, v in x.attributes().items()}

    return network([(v["id"], values(v)) for v in g.vs], [(e["id"], g.vs[e.source]["id"], g.vs[e.target]["id"], values(e)) for e in g.es])


def with_ndex2():
    net = ndex2.cx2.CX2Network()
    net.create_from_raw_cx2(path("cx2"))
    nodes = net.get_nodes()
    ids = {i: n["v"]["entente_id"] for i, n in nodes.items()}
    return network([(ids[i], n["v"]) for i, n in nodes.items()], [(e["v"]["entente_id"], ids[e["s"]], ids[e["t"]], e["v"]) for e in net.get_edges().values()])


def typed(row):
    for name in ("latitude", "signed_weight", "confidence"):
        if row.get(name):
            row[name] = float(row[name])
    if row.get("disputed"):
        row["disputed"] = row["disputed"] == "true"
    return row


def with_csv():
    z = zipfile.ZipFile(path("csv-pair"))
    assert z.testzip() is None

    def rows(name):
        return list(csv.DictReader(io.TextIOWrapper(z.open(name), "utf-8", newline="")))

    nodes, edges = rows("nodes.csv"), rows("edges.csv")
    for n in nodes:
        assert n["Id"] == n[":ID"] and n[":LABEL"].startswith("Actor;")
        n["label"] = n["Label"]
    for e in edges:
        assert e["Source"] == e[":START_ID"] and e["Target"] == e[":END_ID"] and e["kind"] == e[":TYPE"]
    return network([(n["Id"], typed(n)) for n in nodes], [(e["Id"], e["Source"], e["Target"], typed(e)) for e in edges])


def with_table():
    with open(path("csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return network([], [(r["id"], r["source"], r["target"], typed(r)) for r in rows])


def with_rdflib(g):
    def text(s, p):
        v = g.value(s, p)
        return None if v is None else str(v)

    def word(s, p):
        return text(s, p).removeprefix(str(ENT))

    edges, ends = [], set()
    for s in g.subjects(RDF.type, ENT.Relation):
        a, b = (text(s, p).removeprefix(URN + "actor:") for p in (RDF.subject, RDF.object))
        ends |= {a, b}
        evidence = list(g.objects(s, PROV.wasDerivedFrom)) + list(g.objects(s, ENT.disputedBy))
        assert evidence, s
        for e in evidence:
            assert text(g.value(e, PROV.hadPrimarySource), DCTERMS.title), e
        edges.append(
            (
                str(s).removeprefix(URN),
                a,
                b,
                {
                    "kind": word(s, RDF.predicate),
                    "period": text(s, ENT.period),
                    "start_min": text(s, ENT.startMin),
                    "end_max": text(s, ENT.endMax),
                    "signed_weight": float(text(s, ENT.weight)),
                    "confidence": float(text(s, ENT.confidence)),
                    "disputed": (s, ENT.disputedBy, None) in g,
                    "note": text(s, RDFS.comment),
                    "quotations": sorted(str(q) for e in evidence for q in g.objects(e, PROV.value)),
                },
            )
        )
    nodes = []
    for i in ends:
        s = rdflib.URIRef(URN + "actor:" + i)
        labels = list(g.objects(s, RDFS.label))
        assert labels or list(g.objects(s, SKOS.altLabel)), s
        english = [str(x) for x in labels if x.language == "en"] or [str(x) for x in labels]
        kinds = [str(x).removeprefix(str(ENT)) for x in g.objects(s, RDF.type) if str(x).startswith(str(ENT)) and x != ENT.Actor]
        lat = text(s, rdflib.URIRef("http://www.w3.org/2003/01/geo/wgs84_pos#lat"))
        nodes.append((i, {"label": english[0], "kind": kinds[0], "iso3": text(s, ENT.iso3), "latitude": None if lat is None else float(lat)}))
    out = network(nodes, edges)
    for i, _, _, v in edges:
        out["edges"][i]["quotations"] = v["quotations"]
    out["triples"] = len(g)
    out["about"] = text(g.value(None, RDF.type, rdflib.URIRef("http://rdfs.org/ns/void#Dataset")), DCTERMS.bibliographicCitation)
    return out


def bare(s):
    return s.strip("{}").replace("\\textbackslash{}", "\\").replace("\\textbraceleft{}", "{").replace("\\textbraceright{}", "}").replace(
        "\\textasciitilde{}", "~").replace("\\textasciicircum{}", "^").replace("\\&", "&").replace("\\%", "%").replace("\\#", "#").replace("\\_", "_").replace("\\$", "$")


def with_bibtexparser():
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    with open(path("bibtex"), encoding="utf-8") as f:
        entries = bibtexparser.load(f, parser).entries
    return {"references": {e["ID"]: bare(e["title"]) for e in entries}}


def with_rispy():
    with open(path("ris"), encoding="utf-8") as f:
        entries = rispy.load(f)
    return {"references": {e["id"]: e["title"] for e in entries if e["id"] != "entente"}}


def with_csl():
    with open(path("csl"), encoding="utf-8") as f:
        entries = json.load(f)
    return {"references": {e["id"]: e["title"] for e in entries if e["id"] != "entente"}}


def with_lxml(page):
    ids = set(page.xpath("//@id"))
    links = [h[1:] for h in page.xpath("//a/@href") if h.startswith("#")]
    assert links and all(h in ids for h in links), [h for h in links if h not in ids][:5]
    return {
        "relations": len(page.xpath("//ul[@class='relations']/li")) or len(page.xpath("//h2/following-sibling::ul/li")),
        "notes": len(page.xpath("//*[@class='notes']//li") or page.xpath("//*[@class='footnote']//li")),
        "text": " ".join(page.text_content().split()),
    }


def with_markdown():
    with open(path("markdown"), encoding="utf-8") as f:
        return with_lxml(lxml.html.document_fromstring(markdown.markdown(f.read(), extensions=["footnotes", "sane_lists"])))


with open(path("d3"), encoding="utf-8") as f:
    node_link = json.load(f)
out = {
    "networkx, graphml": with_networkx(networkx.read_graphml(path("graphml"))),
    "igraph, graphml": with_igraph(igraph.Graph.Read_GraphML(path("graphml"))),
    "networkx, d3": with_networkx(networkx.node_link_graph(node_link, edges="links")),
    "ndex2, cx2": with_ndex2(),
    "zipfile and csv, csv-pair": with_csv(),
    "csv, csv": with_table(),
    "rdflib, turtle": with_rdflib(rdflib.Graph().parse(path("turtle"), format="turtle")),
    "rdflib, jsonld": with_rdflib(rdflib.Graph().parse(path("jsonld"), format="json-ld")),
    "bibtexparser, bibtex": with_bibtexparser(),
    "rispy, ris": with_rispy(),
    "json, csl": with_csl(),
    "lxml, html": with_lxml(lxml.html.parse(path("html")).getroot()),
    "Markdown, markdown": with_markdown(),
}
json.dump(out, sys.stdout, ensure_ascii=False)
