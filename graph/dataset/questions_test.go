package dataset

import (
	"maps"
	"slices"
	"testing"

	"github.com/entente/entente/graph"
)

// The five questions that the first page of the service suggests: what the
// bundled record holds for each on 15 August 2023.

const asked = "2023-08-15"

func TestWhoCalledWhomAboutNiger(t *testing.T) {
	b := load(t)
	var calls []graph.Relation
	for _, r := range b.relations {
		if r.Kind == "CALLS" && r.About.Actor == "niger" && holdsOn(r, asked) {
			calls = append(calls, r)
		}
	}
	if len(calls) != 1 || calls[0].From != "assimi-goita" || calls[0].To != "vladimir-putin" {
		t.Fatalf("calls about Niger: %v", calls)
	}
	call := calls[0]
	var said []graph.ActorID
	for _, e := range call.Evidence {
		said = append(said, e.SaidBy)
	}
	if want := []graph.ActorID{"", "kremlin"}; !slices.Equal(said, want) {
		t.Errorf("said by %q, want the article itself and the Kremlin", said)
	}
	participants := b.events[call.Event].Participants
	if len(participants) != 2 || participants[0].Role != "initiator" || participants[0].Actor != "assimi-goita" {
		t.Errorf("participants of the call: %+v", participants)
	}
}

func TestTiesOfMali(t *testing.T) {
	b := load(t)
	ties := map[graph.RelationID]bool{}
	for id, r := range b.relations {
		kind, _ := graph.KindByName(r.Kind)
		if kind.Class == graph.Tie && (r.From == "mali" || r.To == "mali") && holdsOn(r, asked) {
			ties[id] = true
		}
	}
	for _, id := range []graph.RelationID{
		"relation:b009", "relation:b017", "relation:b028", "relation:b033", "relation:b046", "relation:b075", "relation:b076",
		"relation:b093", "relation:b101", "relation:s19", "relation:b068c", "relation:mali-party-algiers-accord",
	} {
		if !ties[id] {
			t.Errorf("%s does not hold on %s", id, asked)
		}
	}
	for _, id := range []graph.RelationID{
		"relation:b073", "relation:b079a", "relation:b079b", "relation:b088", "relation:mali-member-aes", "relation:b023",
		"relation:mali-suspended-ecowas-2020", "relation:mali-suspended-au-2020", "relation:mali-party-1981-protocol",
	} {
		if ties[id] {
			t.Errorf("%s holds on %s", id, asked)
		}
	}
	quoted := 0
	for id := range ties {
		if slices.ContainsFunc(b.relations[id].Evidence, func(e graph.Evidence) bool { return e.Quotation != "" }) {
			quoted++
		}
	}
	if quoted < 10 {
		t.Errorf("%d of %d ties have a quotation, want 10 at least", quoted, len(ties))
	}
}

func TestWhatECOWASOrderedAsAgainstDid(t *testing.T) {
	b := load(t)
	want := map[graph.RelationID]graph.Modality{
		"relation:b021": graph.Reported, "relation:b022": graph.Reported, "relation:ecowas-demands-bazoum": graph.Reported,
		"relation:b024": graph.Conditional, "relation:b025": graph.Ordered, "relation:s24": graph.Inferred,
		"relation:ecowas-recognizes-bazoum": graph.Attributed,
	}
	got := map[graph.RelationID]graph.Modality{}
	for id, r := range b.relations {
		known, public := r.PublishedBy(day("2023-08-16"))
		if public && r.From == "ecowas" && known.Bounds().Meets(graph.Window{First: day("2023-07-26"), Last: day(asked)}, graph.Stated) {
			got[id] = known.Modality()
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("ECOWAS: %v, want %v", got, want)
	}
	for _, r := range b.relations {
		if r.From == "ecowas-standby-force" && r.Kind != "PART_OF" {
			t.Errorf("%s: the force was never deployed", r.ID)
		}
	}
}

func TestWhoIsSuspendedFromWhat(t *testing.T) {
	b := load(t)
	read := func(known func(graph.Relation) bool) map[graph.ActorID][]graph.ActorID {
		out := map[graph.ActorID][]graph.ActorID{}
		for _, r := range b.relations {
			if r.Kind == graph.SuspendedFrom && holdsOn(r, asked) && known(r) {
				out[r.To] = append(out[r.To], r.From)
			}
		}
		for _, ids := range out {
			slices.Sort(ids)
		}
		return out
	}
	byThen := read(func(r graph.Relation) bool { _, ok := r.PublishedBy(day(asked)); return ok })
	if want := map[graph.ActorID][]graph.ActorID{
		"ecowas":        {"burkina-faso", "guinea", "mali"},
		"african-union": {"burkina-faso", "guinea", "mali", "sudan"},
	}; !maps.EqualFunc(byThen, want, slices.Equal) {
		t.Errorf("known on the day: %v, want %v", byThen, want)
	}
	today := read(func(graph.Relation) bool { return true })
	if want := map[graph.ActorID][]graph.ActorID{
		"ecowas":        {"burkina-faso", "guinea", "mali"},
		"african-union": {"burkina-faso", "guinea", "mali", "niger", "sudan"},
	}; !maps.EqualFunc(today, want, slices.Equal) {
		t.Errorf("known now: %v, want %v", today, want)
	}
}

func TestTwoHopsAroundNiger(t *testing.T) {
	b := load(t)
	around := map[graph.ActorID]int{"niger": 0}
	for hop := 1; hop <= 2; hop++ {
		for _, r := range b.relations {
			if !holdsOn(r, asked) {
				continue
			}
			for _, ends := range [][2]graph.ActorID{{r.From, r.To}, {r.To, r.From}} {
				at, seen := around[ends[0]]
				if _, known := around[ends[1]]; seen && at == hop-1 && !known {
					around[ends[1]] = hop
				}
			}
		}
	}
	for id, want := range map[graph.ActorID]int{
		"mali": 1, "burkina-faso": 1, "nigeria": 1, "algeria": 1, "benin": 1, "chad": 1, "libya": 1,
		"ecowas": 1, "niger-cnsp": 1, "president-of-niger": 1, "france": 1, "united-states": 1, "russia": 1,
		"mohamed-bazoum": 2, "wagner-group": 2, "jnim": 1,
	} {
		if around[id] != want {
			t.Errorf("%s is %d hops from Niger, want %d", id, around[id], want)
		}
	}
}

// France in Niger splits on the day on which its consent was contested.
func TestContestedForces(t *testing.T) {
	b := load(t)
	for id, want := range map[graph.RelationID]float64{"relation:b084a": .4, "relation:b084b": -.4, "relation:b079a": .4, "relation:b079b": -.4} {
		if got := b.relations[id].Weight(); got != want {
			t.Errorf("%s weighs %v, want %v", id, got, want)
		}
	}
	if holdsOn(b.relations["relation:b084a"], "2023-08-03") || !holdsOn(b.relations["relation:b084b"], "2023-08-03") {
		t.Error("France in Niger does not split on 2023-08-03")
	}
}

// A pact of three or more is a treaty with parties: in the pacts of ECOWAS, Mali
// is bound not to attack and not bound to defend, and the Alliance of Sahel
// States binds nobody in August 2023.
func TestPacts(t *testing.T) {
	b := load(t)
	parties := func(treaty graph.ActorID, on string) []graph.ActorID {
		var ids []graph.ActorID
		for _, r := range b.relations {
			if r.Kind == graph.PartyTo && r.To == treaty && r.Qualifier("status") == "in_force" && holdsOn(r, on) {
				ids = append(ids, r.From)
			}
		}
		return ids
	}
	if got := parties("ecowas-non-aggression-protocol-1978", asked); len(got) != 15 || !slices.Contains(got, "mali") {
		t.Errorf("parties to the protocol of 1978: %v", got)
	}
	if got := parties("ecowas-mutual-defense-protocol-1981", asked); len(got) != 13 || slices.Contains(got, "mali") || slices.Contains(got, "cabo-verde") {
		t.Errorf("parties to the protocol of 1981: %v", got)
	}
	if got := parties("liptako-gourma-charter", asked); len(got) != 0 {
		t.Errorf("parties to the charter in August 2023: %v", got)
	}
	if got := parties("liptako-gourma-charter", "2023-09-16"); len(got) != 3 {
		t.Errorf("parties to the charter in September 2023: %v", got)
	}
	if r := b.relations["relation:guinea-bissau-party-1981-protocol"]; !r.Disputed() {
		t.Error("sources disagree on Guinea-Bissau, but the record does not")
	}
}
