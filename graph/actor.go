package graph

import "slices"

// ActorKind says what an actor is.
type ActorKind string

// The kinds of actors. Collective ("West African leaders") and Unknown ("unnamed
// coup makers") fit wherever a state, an organization or a group does; each
// unknown is an actor of its own for every source and mention.
const (
	State        ActorKind = "STATE"
	Organization ActorKind = "ORGANIZATION"
	Person       ActorKind = "PERSON"
	Office       ActorKind = "OFFICE"
	Government   ActorKind = "GOVERNMENT"
	ArmedForce   ActorKind = "ARMED_FORCE"
	ArmedGroup   ActorKind = "ARMED_GROUP"
	Company      ActorKind = "COMPANY"
	Region       ActorKind = "REGION"
	Treaty       ActorKind = "TREATY"
	Collective   ActorKind = "COLLECTIVE"
	Unknown      ActorKind = "UNKNOWN"
)

// ActorKinds lists every kind of actor, in the order of the schema.
var ActorKinds = []ActorKind{State, Organization, Person, Office, Government, ArmedForce, ArmedGroup, Company, Region, Treaty, Collective, Unknown}

// Obligation is what a treaty binds its parties to, after ATOP 5.1 (Leeds et al.
// 2002).
type Obligation string

// The obligations of treaties.
const (
	Defense       Obligation = "DEFENSE"
	Offense       Obligation = "OFFENSE"
	Neutrality    Obligation = "NEUTRALITY"
	NonAggression Obligation = "NON_AGGRESSION"
	Consultation  Obligation = "CONSULTATION"
)

// Obligations lists every obligation.
var Obligations = []Obligation{Defense, Offense, Neutrality, NonAggression, Consultation}

// Actor is a state, organization, person, office or another party that can stand
// in relations.
type Actor struct {
	ID          ActorID      `json:"id"`
	Kind        ActorKind    `json:"kind"`
	Names       []Name       `json:"names"` // at least one; the first primary one in a language is its label
	Codes       []Code       `json:"codes,omitempty"`
	Exists      Period       `json:"exists,omitzero"`      // when it exists; zero if not given
	Description string       `json:"description,omitzero"` // one or two sentences for a reader
	Seat        *Place       `json:"seat,omitempty"`       // capital or headquarters
	Obligations []Obligation `json:"treatyObligations,omitempty"`
	Series      []Series     `json:"series,omitempty"`     // yearly figures that data sets give
	MergedFrom  []ActorID    `json:"mergedFrom,omitempty"` // ids that now answer with this actor
	MergedInto  ActorID      `json:"mergedInto,omitzero"`  // the actor that this id now answers with; no list or search shows this one

	Revision RevisionNumber `json:"-"` // the revision that recorded this version; set by the store
}

// Name is one name of an actor.
type Name struct {
	Text     string `json:"text"`
	Language string `json:"language,omitzero"` // BCP 47, as "fr"; empty if the name has none
	Used     Period `json:"used,omitzero"`     // when the name is or was used; zero if always
	Primary  bool   `json:"primary,omitzero"`  // the label in its language; others are aliases
}

// Code is an identifier in a scheme that others keep: iso2, iso3, isonum, cow,
// wikidata, cameo …
type Code struct {
	Scheme string `json:"scheme"`
	Value  string `json:"value"`
}

// Place is a named point on the earth.
type Place struct {
	Name      string  `json:"name"`
	Latitude  float64 `json:"latitude"`  // degrees north, -90 to 90
	Longitude float64 `json:"longitude"` // degrees east, -180 to 180
}

// Label gives the actor's name in a language on a day (or at any time, if on is
// nil): the primary name in that language, else in English, else any primary
// name, else the first name, else the id.
func (a Actor) Label(language string, on *Day) string {
	const any = "*"
	for _, want := range []string{language, "en", any} {
		for _, n := range a.Names {
			if n.Primary && (want == any || n.Language == want) && n.usedOn(on) {
				return n.Text
			}
		}
	}
	if len(a.Names) > 0 {
		return a.Names[0].Text
	}
	return string(a.ID)
}

func (n Name) usedOn(on *Day) bool {
	return on == nil || n.Used.IsZero() || n.Used.Bounds(NeverObserved).Meets(OnDay(*on), Possible)
}

// HasCode reports whether the actor carries the code.
func (a Actor) HasCode(c Code) bool { return slices.Contains(a.Codes, c) }

// DefiniteKinds are the kinds of actors that walks pass through and measures
// count: all but collectives and unknowns, which nobody can be traced through.
var DefiniteKinds = slices.DeleteFunc(slices.Clone(ActorKinds), func(k ActorKind) bool { return k == Collective || k == Unknown })
