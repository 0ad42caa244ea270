// Reads the files of a folder with graphology and Cytoscape.js, and prints what they
// hold in the form of read.py.
const fs = require('fs');
const path = require('path');
const cytoscape = require('cytoscape');
const { MultiGraph } = require('graphology');
const gexf = require('graphology-gexf');

const folder = process.argv[2];
const NODE = ['label', 'kind', 'iso3', 'latitude'];
const EDGE = ['kind', 'period', 'start_min', 'end_max', 'signed_weight', 'confidence', 'disputed', 'quotation', 'note'];

const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const kept = (values, names) => Object.fromEntries(names.filter((n) => values[n] !== undefined && values[n] !== '').map((n) => [n, values[n]]));

function withGraphology() {
  const graph = gexf.parse(MultiGraph, read('gexf'));
  const out = { nodes: {}, edges: {}, undirected: graph.undirectedSize };
  graph.forEachNode((id, v) => (out.nodes[id] = kept(v, NODE)));
  graph.forEachEdge((id, v, from, to) => (out.edges[id] = { from, to, ...kept(v, EDGE) }));
  return out;
}

function withCytoscape() {
  const file = JSON.parse(read('cytoscape'));
  const cy = cytoscape({ headless: true, elements: file.elements });
  const out = { nodes: {}, edges: {} };
  cy.nodes().forEach((n) => (out.nodes[n.id()] = kept(n.data(), NODE)));
  cy.edges().forEach((e) => (out.edges[e.id()] = { from: e.source().id(), to: e.target().id(), ...kept(e.data(), EDGE) }));
  return out;
}

process.stdout.write(JSON.stringify({ 'graphology, gexf': withGraphology(), 'Cytoscape.js, cytoscape': withCytoscape() }));
