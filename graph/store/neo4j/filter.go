package neo4j

import (
	"slices"

	"github.com/entente/entente/graph"
)

// filterParameters gives a filter as the parameters of expand.cypher, the lists,
// and their like. What the statements keep by them is just what the filter
// matches, but for a filter that needs evidence (NeedsEvidence): then it is more,
// and the rest is for RelationFilter.Match to say.
//
// The walks' statements ask of each condition first whether there is one (anyKind
// and their like), and hold a relationship's outermost days against the window
// before its uncertain ones: most are left out by that, and reading their other
// properties took as long as all the rest.
//
// A parameter has the same type in every question, an empty list where there is no
// condition: Neo4j plans a statement anew for parameters of other types.
func filterParameters(f graph.RelationFilter) parameters {
	p := parameters{
		"anyKind": len(f.Kinds) == 0 && len(f.Dimensions) == 0 && f.Class == "", "anySign": len(f.Signs) == 0, "anyActorKind": len(f.ActorKinds) == 0,
		"kinds": kindsOf(f, ""), "acts": kindsOf(f, graph.Act), "symmetric": symmetric,
		"signs": signsOf(f), "minAbsoluteWeight": f.MinAbsoluteWeight, "minConfidence": f.MinConfidence,
		"modalities": texts(f.Modalities), "actorKinds": texts(f.ActorKinds), "actors": texts(distinct(f.Actors)),
		"dated": false, "begin": placeNone, "end": placeNone, "tiesFirst": int64(graph.MinDay), "actsFirst": int64(graph.MinDay), "last": int64(graph.MaxDay),
		"published": false, "publicBy": int64(0), "sources": texts(f.Sources), "words": wordsOf(f.Text),
	}
	dates := f.Dates
	if f.PublishedBy != nil {
		p["published"], p["publicBy"] = true, int64(*f.PublishedBy)
		// What evidence is left changes how sure a relation is, in what mood it is
		// told, and how its unknown dates are bounded; it widens no date beyond what
		// is possible.
		p["minConfidence"], p["modalities"], dates = 0.0, []string{}, graph.Possible
	}
	if ties, ok := f.Window(graph.Tie); ok {
		acts, _ := f.Window(graph.Act)
		p["dated"], p["tiesFirst"], p["actsFirst"], p["last"] = true, int64(ties.First), int64(acts.First), int64(ties.Last)
		p["begin"], p["end"] = spanPlaces(dates)
	}
	p["anyStrength"] = f.MinAbsoluteWeight <= 0 && p["minConfidence"] == 0.0
	p["anyModality"] = len(p["modalities"].([]string)) == 0
	return p
}

// spanPlaces gives the places in "bounds" of the first and last day of a period, by
// a reading of dates. Where nothing is found there, startMin and endMax say it.
func spanPlaces(r graph.DateReading) (begin, end int) {
	switch r {
	case graph.Possible:
		return placeNone, placeNone
	case graph.Certain:
		return placeStartMax, placeEndMin
	}
	return placeStatedFirst, placeStatedLast
}

// kindsOf gives the kinds that a filter keeps, of a class or of both.
func kindsOf(f graph.RelationFilter, c graph.Class) []string {
	kinds := []string{} // an empty list keeps nothing
	for _, k := range graph.Kinds() {
		if (c == "" || k.Class == c) && (f.Class == "" || k.Class == f.Class) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, k.Name)) &&
			(len(f.Dimensions) == 0 || slices.Contains(f.Dimensions, k.Dimension)) {
			kinds = append(kinds, string(k.Name))
		}
	}
	return kinds
}

// symmetric are the kinds that are read from both ends.
var symmetric = func() (kinds []string) {
	for _, k := range graph.Kinds() {
		if k.Symmetric {
			kinds = append(kinds, string(k.Name))
		}
	}
	return kinds
}()

// signsOf gives the signs of weights as Cypher's sign() says them; none for all.
func signsOf(f graph.RelationFilter) []int {
	value := map[graph.Sign]int{graph.Hostile: -1, graph.Neutral: 0, graph.Friendly: 1}
	signs := make([]int, len(f.Signs))
	for i, s := range f.Signs {
		v, ok := value[s]
		if !ok {
			v = 2 // no weight has it
		}
		signs[i] = v
	}
	return signs
}

// directionOf gives a direction as a parameter.
func directionOf(d graph.Direction) string {
	if d == graph.Out || d == graph.In {
		return string(d)
	}
	return string(graph.Both)
}
