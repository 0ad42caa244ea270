package atlas

import (
	"context"
	"strings"

	"github.com/entente/entente/graph"
)

// Nodes gives what has each of the ids, in their order; nil for what is not
// recorded. It takes at most one read for each noun.
func (v *View) Nodes(ctx context.Context, ids []string) ([]Node, error) {
	if len(ids) > MaxNodes {
		return nil, invalid("ids", "asks for %d things; at most %d can be asked for", len(ids), MaxNodes)
	}
	found := map[string]Node{}
	for _, read := range []func(context.Context, []string, map[string]Node) error{
		v.actorNodes, v.relationNodes, v.evidenceNodes, v.sourceNodes, v.eventNodes, v.revisionNodes, v.atlas.scenarioNodes, v.atlas.proposalNodes,
	} {
		if err := read(ctx, ids, found); err != nil {
			return nil, err
		}
	}
	out := make([]Node, len(ids))
	for i, id := range ids {
		out[i] = found[id]
	}
	return out, nil
}

// withPrefix gives the ids that begin with a prefix; for no prefix those without a
// colon.
func withPrefix[ID ~string](ids []string, prefix string) []ID {
	var out []ID
	for _, id := range ids {
		if prefix == "" && !strings.Contains(id, ":") || prefix != "" && strings.HasPrefix(id, prefix) {
			out = append(out, ID(id))
		}
	}
	return out
}

func keep[ID ~string, T any](found map[string]Node, all map[ID]*T, err error) error {
	for id, x := range all {
		found[string(id)] = x
	}
	return err
}

func (v *View) actorNodes(ctx context.Context, ids []string, found map[string]Node) error {
	all, err := v.ActorsByID(ctx, withPrefix[graph.ActorID](ids, ""))
	return keep(found, all, err)
}

func (v *View) relationNodes(ctx context.Context, ids []string, found map[string]Node) error {
	all, err := v.RelationsByID(ctx, withPrefix[graph.RelationID](ids, graph.RelationPrefix), nil)
	return keep(found, all, err)
}

func (v *View) sourceNodes(ctx context.Context, ids []string, found map[string]Node) error {
	all, err := v.SourcesByID(ctx, withPrefix[graph.SourceID](ids, graph.SourcePrefix))
	return keep(found, all, err)
}

func (v *View) eventNodes(ctx context.Context, ids []string, found map[string]Node) error {
	all, err := v.EventsByID(ctx, withPrefix[graph.EventID](ids, graph.EventPrefix))
	return keep(found, all, err)
}

func (v *View) evidenceNodes(ctx context.Context, ids []string, found map[string]Node) error {
	wanted := withPrefix[graph.EvidenceID](ids, graph.EvidencePrefix)
	if len(wanted) == 0 {
		return nil
	}
	for e, err := range v.snap.FindEvidence(ctx, graph.EvidenceFilter{IDs: wanted}, "") {
		if err != nil {
			return err
		}
		found[string(e.ID)] = &e
	}
	return nil
}

// revisionNodes gives the revisions that the view knows of.
func (v *View) revisionNodes(ctx context.Context, ids []string, found map[string]Node) error {
	var numbers []graph.RevisionNumber
	for _, id := range ids {
		if n, ok := parseRevisionID(id); ok && n <= v.Number() {
			numbers = append(numbers, n)
		}
	}
	all, err := v.atlas.RevisionsByNumber(ctx, numbers)
	for n, r := range all {
		found[RevisionID(n)] = r
	}
	return err
}

// scenarioNodes gives the scenarios that are open.
func (a *Atlas) scenarioNodes(ctx context.Context, ids []string, found map[string]Node) error {
	wanted := withPrefix[string](ids, scenarioPrefix)
	if len(wanted) == 0 {
		return nil
	}
	all, err := a.scenarios(ctx, graph.PaperFilter{Drawer: scenarioDrawer, IDs: wanted}, MaxNodes)
	for i := range all {
		found[all[i].ID] = &all[i]
	}
	return err
}

// proposalNodes gives the proposals.
func (a *Atlas) proposalNodes(ctx context.Context, ids []string, found map[string]Node) error {
	wanted := withPrefix[string](ids, proposalPrefix)
	if len(wanted) == 0 {
		return nil
	}
	all, err := a.proposals(ctx, graph.PaperFilter{Drawer: proposalDrawer, IDs: wanted}, "", MaxNodes)
	for i := range all {
		shown, err := a.shown(ctx, &all[i])
		if err != nil {
			return err
		}
		found[shown.ID] = shown
	}
	return err
}
