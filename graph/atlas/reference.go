package atlas

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// parseCode reads a code such as "iso3:MLI". Schemes are written small and their
// letters large, so that iso3:mli and ISO3:MLI are one.
func parseCode(ref string) (graph.Code, bool) {
	scheme, value, ok := strings.Cut(ref, ":")
	c := graph.Code{Scheme: strings.ToLower(strings.TrimSpace(scheme)), Value: strings.TrimSpace(value)}
	switch c.Scheme {
	case "iso2", "iso3", "wikidata":
		c.Value = strings.ToUpper(c.Value)
	}
	return c, ok && c.Scheme != "" && c.Value != ""
}

// Actor looks an actor up by its id or a code. One that is not recorded is nil; a
// code that several actors carry is ErrInvalid and names them.
func (v *View) Actor(ctx context.Context, ref string) (*graph.Actor, error) {
	found, err := v.lookUp(ctx, []graph.ActorID{graph.ActorID(ref)})
	if err != nil {
		return nil, err
	}
	switch all := found[graph.ActorID(ref)]; len(all) {
	case 0:
		return nil, nil
	case 1:
		return &all[0], nil
	default:
		return nil, graph.InField("id", ambiguous(ref, all))
	}
}

// actors gives the ids of the actors that an argument refers to by id or code, in
// its order and each once. One that is not recorded is ErrNotFound, and says which
// are named alike.
func (v *View) actors(ctx context.Context, field string, refs []graph.ActorID) ([]graph.ActorID, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	if len(refs) > MaxFirst {
		return nil, invalid(field, "names %d actors; at most %d can be given", len(refs), MaxFirst)
	}
	found, err := v.lookUp(ctx, refs)
	if err != nil {
		return nil, err
	}
	out := make([]graph.ActorID, 0, len(refs))
	for i, ref := range refs {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch all := found[ref]; len(all) {
		case 0:
			return nil, v.noActor(ctx, at, string(ref))
		case 1:
			if !slices.Contains(out, all[0].ID) {
				out = append(out, all[0].ID)
			}
		default:
			return nil, graph.InField(at, ambiguous(string(ref), all))
		}
	}
	return out, nil
}

// lookUp gives the actors that each reference means: one read for all ids and one
// for all codes, whatever their number.
func (v *View) lookUp(ctx context.Context, refs []graph.ActorID) (map[graph.ActorID][]graph.Actor, error) {
	var ids []graph.ActorID
	codes := map[graph.ActorID]graph.Code{}
	for _, ref := range refs {
		if c, ok := parseCode(string(ref)); ok {
			codes[ref] = c
		} else if graph.CheckActorID(ref) == nil {
			ids = append(ids, ref)
		}
	}
	found := map[graph.ActorID][]graph.Actor{}
	if len(ids) > 0 {
		all, err := v.ActorsByID(ctx, ids)
		if err != nil {
			return nil, err
		}
		for id, a := range all {
			found[id] = []graph.Actor{*a}
		}
	}
	if len(codes) == 0 {
		return found, nil
	}
	return found, v.lookUpCodes(ctx, codes, found)
}

func (v *View) lookUpCodes(ctx context.Context, codes map[graph.ActorID]graph.Code, found map[graph.ActorID][]graph.Actor) error {
	var f graph.ActorFilter
	if len(codes) == 1 {
		for _, c := range codes {
			f.Code = &c
		}
	}
	for a, err := range v.snap.FindActors(ctx, f, "") {
		if err != nil {
			return err
		}
		for ref, c := range codes {
			if a.HasCode(c) {
				found[ref] = append(found[ref], a)
			}
		}
	}
	return nil
}

func ambiguous(ref string, all []graph.Actor) error {
	return graph.Errorf(graph.ErrInvalid, "%q is a code of several actors (%s); give the id of one", ref, named(all))
}

// noActor says that an actor is not recorded, and which have a name like it.
func (v *View) noActor(ctx context.Context, field, ref string) error {
	text := ref
	if c, ok := parseCode(ref); ok {
		text = c.Value
	}
	q := graph.SearchQuery{Text: strings.ReplaceAll(text, "-", " "), Limit: 3}
	if q.Validate() != nil {
		return notFound(field, "there is no such actor; the text is far longer than any id")
	}
	var alike []graph.Actor
	for hit, err := range v.snap.Search(ctx, q) {
		if err != nil {
			return err
		}
		alike = append(alike, hit.Actor)
	}
	if len(alike) == 0 {
		return notFound(field, "there is no actor %q; the field search finds actors by name", ref)
	}
	return notFound(field, "there is no actor %q; did you mean %s?", ref, named(alike))
}

// named lists actors with their ids and names.
func named(all []graph.Actor) string {
	const most = 5
	var out []string
	for _, a := range all[:min(len(all), most)] {
		out = append(out, fmt.Sprintf("%s (%s)", a.ID, a.Label("en", nil)))
	}
	if len(all) > most {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}

// filter checks a filter of relations and gives it with the ids that its
// references mean.
func (v *View) filter(ctx context.Context, f graph.RelationFilter) (graph.RelationFilter, error) {
	if err := f.Validate(); err != nil {
		return f, graph.InField("filter", err)
	}
	var err error
	if f.Actors, err = v.actors(ctx, "filter.actors", f.Actors); err != nil {
		return f, err
	}
	return f, v.sources(ctx, "filter.sources", f.Sources)
}

// sources reports the first source that is not recorded.
func (v *View) sources(ctx context.Context, field string, ids []graph.SourceID) error {
	if len(ids) == 0 {
		return nil
	}
	if len(ids) > MaxFirst {
		return invalid(field, "names %d sources; at most %d can be given", len(ids), MaxFirst)
	}
	found := map[graph.SourceID]bool{}
	for s, err := range v.snap.Sources(ctx, ids) {
		if err != nil {
			return err
		}
		found[s.ID] = true
	}
	for i, id := range ids {
		if !found[id] {
			return notFound(fmt.Sprintf("%s[%d]", field, i), "there is no source %q; the field sources lists them", id)
		}
	}
	return nil
}
