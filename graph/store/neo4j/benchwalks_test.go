package neo4j

import (
	"context"
	"errors"
	"testing"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/traverse"
)

// The same questions as walks answer, each by one statement.
const (
	// bareAround is a neighborhood of two hops: of each level the actors with the
	// strongest relations to the one before, and the strongest relations among them.
	bareAround = `
		MATCH (a:Actor {id: $id})
		CALL (a) {
		  MATCH (a)-[r]-(b:Actor)
		  WHERE r.born <= 1 AND 1 < r.died AND r.modality IN $modalities
		  WITH b, max(abs(r.weight) * r.confidence) AS strength ORDER BY strength DESC, b.id LIMIT $limit - 1
		  RETURN collect(b) AS one
		}
		CALL (a, one) {
		  WITH a, one WHERE size(one) < $limit - 1
		  UNWIND one AS b
		  MATCH (b)-[r]-(c:Actor)
		  WHERE r.born <= 1 AND 1 < r.died AND r.modality IN $modalities AND c <> a AND NOT c IN one
		  WITH c, max(abs(r.weight) * r.confidence) AS strength ORDER BY strength DESC, c.id LIMIT $limit
		  RETURN collect(c) AS two
		}
		WITH ([a] + one + two)[..$limit] AS kept
		UNWIND kept AS x
		MATCH (x)-[r]->(y:Actor)
		WHERE y IN kept AND r.born <= 1 AND 1 < r.died AND r.modality IN $modalities
		WITH r, x, y ORDER BY abs(r.weight) * r.confidence DESC, r.id LIMIT 5000
		RETURN r.id, x.id, y.id, type(r), r.startMin, r.endMax, r.bounds, r.modality, r.weight, r.intensity, r.confidence`
	// bareShortest gives one shortest path; a walk gives the three best, with all
	// relations of each step.
	bareShortest = `
		MATCH (a:Actor {id: $from}), (b:Actor {id: $to})
		MATCH p = shortestPath((a)-[*..4]-(b))
		WHERE all(r IN relationships(p) WHERE r.born <= 1 AND 1 < r.died AND r.modality IN $modalities)
		RETURN [n IN nodes(p) | n.id], [r IN relationships(p) | r.id]`
	// bareBest gives the three strongest ways of the fewest hops, as a walk does where
	// there are three, but none of their relations. Of parallel relations the strongest
	// makes the strength of a step, so that of a way is the greatest of its choices.
	bareBest = `
		MATCH (a:Actor {id: $from}), (b:Actor {id: $to})
		MATCH p = allShortestPaths((a)-[*..4]-(b))
		WHERE all(r IN relationships(p) WHERE r.born <= 1 AND 1 < r.died AND r.modality IN $modalities)
		WITH [n IN nodes(p) | n.id] AS way, max(reduce(s = 1.0, r IN relationships(p) | s * abs(r.weight) * r.confidence)) AS strength
		RETURN way, strength ORDER BY strength DESC, way LIMIT 3`
)

// walks asks for neighborhoods, paths and influence.
func (g *benched) walks(b *testing.B, t *table) {
	hub := func(int) graph.ActorID { return g.hub }
	g.neighborhoods(b, t, "neighborhood of the hub, 2 hops, limit 100", hub)
	g.neighborhoods(b, t, "neighborhoods of middling actors", g.middle)
	between := func(round int) (from, to graph.ActorID) { return g.middle(2 * round), g.middle(2*round + 1) }
	fromHub := func(round int) (from, to graph.ActorID) { return g.hub, g.middle(round) }
	g.paths(b, t, "paths between middling actors", between, bareShortest)
	g.paths(b, t, "paths from the hub to middling actors", fromHub, bareShortest)
	g.paths(b, t, "paths between middling actors, beside the three best ways", between, bareBest)
	g.paths(b, t, "paths from the hub to middling actors, beside the three best ways", fromHub, bareBest)
	g.influence(b, t, "whom the hub influences, 1 hop", hub, 1)
	g.influence(b, t, "whom middling actors influence, 2 hops", g.middle, 2)
}

func (g *benched) neighborhoods(b *testing.B, t *table, question string, of func(round int) graph.ActorID) {
	ask := func(name string, snap graph.Snapshot) side {
		return side{name: name, ask: func(ctx context.Context, round int) (int, error) {
			n, err := traverse.Around(ctx, snap, traverse.NeighborhoodQuery{Of: []graph.ActorID{of(round)}, Hops: 2, Limit: 100, Direction: graph.Both, Budget: traverse.DefaultBudget})
			if err != nil {
				return refused(err)
			}
			return len(n.Relations), nil
		}}
	}
	bare := side{name: cypherSide, ask: func(ctx context.Context, round int) (int, error) {
		rows, err := bareRows(ctx, g.store, bareAround, parameters{"id": string(of(round)), "limit": 100, "modalities": texts(graph.WalkModalities)})
		return len(rows), err
	}}
	t.ask(b, question, ask(embeddedSide, g.ours), ask(neo4jSide, g.theirs), bare)
}

func (g *benched) paths(b *testing.B, t *table, question string, ends func(round int) (from, to graph.ActorID), statement string) {
	ask := func(name string, snap graph.Snapshot) side {
		return side{name: name, ask: func(ctx context.Context, round int) (int, error) {
			from, to := ends(round)
			found, err := traverse.Paths(ctx, snap, traverse.PathQuery{From: from, To: to, MaxHops: 4, Direction: graph.Both, Order: traverse.ByHops, First: 3, Budget: traverse.DefaultBudget})
			if err != nil {
				return refused(err)
			}
			return len(found), nil
		}}
	}
	bare := side{name: cypherSide, ask: func(ctx context.Context, round int) (int, error) {
		from, to := ends(round)
		rows, err := bareRows(ctx, g.store, statement, parameters{"from": string(from), "to": string(to), "modalities": texts(graph.WalkModalities)})
		return len(rows), err
	}}
	t.ask(b, question, ask(embeddedSide, g.ours), ask(neo4jSide, g.theirs), bare)
}

func (g *benched) influence(b *testing.B, t *table, question string, by func(round int) graph.ActorID, hops int) {
	ask := func(name string, snap graph.Snapshot) side {
		return side{name: name, ask: func(ctx context.Context, round int) (int, error) {
			found, err := traverse.Influences(ctx, snap, traverse.InfluenceQuery{
				By: by(round), Hops: hops, Method: traverse.Best, Decay: traverse.DefaultDecay, First: 20, ThroughOffices: true,
				Moment: graph.Moment{Day: g.day}, Filter: graph.RelationFilter{On: &g.day}, Budget: traverse.DefaultBudget,
			})
			if err != nil {
				return refused(err)
			}
			return len(found), nil
		}}
	}
	t.ask(b, question, ask(embeddedSide, g.ours), ask(neo4jSide, g.theirs))
}

// refused takes a question that is beyond its budget as answered with no rows: that
// it is refused soon is worth knowing too.
func refused(err error) (int, error) {
	if errors.Is(err, graph.ErrTooLarge) {
		return 0, nil
	}
	return 0, err
}
