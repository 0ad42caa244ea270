package graph

// Event groups acts of several participants: a summit, a coup, a telephone call.
type Event struct {
	ID           EventID       `json:"id"`
	Names        []Name        `json:"names"` // at least one
	Period       Period        `json:"period"`
	Place        ActorID       `json:"place,omitzero"` // a state or region in which it took place
	Participants []Participant `json:"participants,omitempty"`
	Links        []EventLink   `json:"links,omitempty"`
	Note         string        `json:"note,omitzero"`

	Revision RevisionNumber `json:"-"` // the revision that recorded this version; set by the store
}

// Participant is an actor's part in an event.
type Participant struct {
	Actor    ActorID    `json:"actor"`
	Role     string     `json:"role"` // as the source has it: "host", "caller", "party"
	Evidence []Evidence `json:"evidence"`
}

// Modality gives the firmest modality of the evidence for the part.
func (p Participant) Modality() Modality { return derive(p.Evidence).modality }

// EventLinkKind says how one event relates to another.
type EventLinkKind string

// The kinds of links. Neither claims a cause: sequence is not cause.
const (
	Continues  EventLinkKind = "CONTINUES"
	RespondsTo EventLinkKind = "RESPONDS_TO"
)

// EventLink leads from the event that holds it to another one.
type EventLink struct {
	Kind     EventLinkKind `json:"kind"`
	To       EventID       `json:"to"`
	Evidence []Evidence    `json:"evidence"`
}

// Modality gives the firmest modality of the evidence for the link.
func (l EventLink) Modality() Modality { return derive(l.Evidence).modality }

// Label gives the event's name in a language, else in English, else its first.
func (e Event) Label(language string) string {
	return Actor{ID: ActorID(e.ID), Names: e.Names}.Label(language, nil)
}

// Evidence gives all the evidence of the event: its participants' and its links'.
func (e Event) Evidence() []Evidence {
	var all []Evidence
	for _, p := range e.Participants {
		all = append(all, p.Evidence...)
	}
	for _, l := range e.Links {
		all = append(all, l.Evidence...)
	}
	return all
}

// Bounds gives the days between which the event began and ended.
func (e Event) Bounds() Bounds { return e.Period.Bounds(derive(e.Evidence()).observed) }

// Own writes the event's id and revision on its evidence. Stores call it on what
// they read.
func (e *Event) Own() {
	for i := range e.Participants {
		own(e.Participants[i].Evidence, "", e.ID, e.Revision)
	}
	for i := range e.Links {
		own(e.Links[i].Evidence, "", e.ID, e.Revision)
	}
}

func own(all []Evidence, r RelationID, e EventID, n RevisionNumber) {
	for i := range all {
		all[i].Relation, all[i].Event, all[i].Revision = r, e, n
	}
}
