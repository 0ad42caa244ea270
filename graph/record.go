package graph

import "time"

// Record is one thing to be recorded: exactly one of its fields is set. It is
// also one line of the project's JSON Lines.
type Record struct {
	Actor    *Actor    `json:"actor,omitempty"`
	Source   *Source   `json:"source,omitempty"`
	Event    *Event    `json:"event,omitempty"`
	Relation *Relation `json:"relation,omitempty"`
}

// ID gives the id of what the record holds, or nothing if it is empty.
func (r Record) ID() string {
	switch {
	case r.Actor != nil:
		return string(r.Actor.ID)
	case r.Source != nil:
		return string(r.Source.ID)
	case r.Event != nil:
		return string(r.Event.ID)
	case r.Relation != nil:
		return string(r.Relation.ID)
	}
	return ""
}

// noun gives the word for what the record holds, or "record" if it is empty.
func (r Record) noun() string {
	switch {
	case r.Actor != nil:
		return "actor"
	case r.Source != nil:
		return "source"
	case r.Event != nil:
		return "event"
	case r.Relation != nil:
		return "relation"
	}
	return "record"
}

// BatchHead says who records a batch, why, and on what condition.
type BatchHead struct {
	Author string         // who; not empty
	Reason string         // why; not empty
	Key    string         // idempotency key: a batch with a key already recorded answers its revision; empty for none
	After  RevisionNumber // commit only if this is still the newest revision; 0 for no condition

	// Time is when the revision was recorded first, for a copy of another record: it
	// must be later than that of the newest revision (ErrInvalid). Zero for now.
	Time time.Time
}

// Batch is what one revision records: all of it or none.
type Batch struct {
	BatchHead
	Put     []Record     // new things, and new versions of known ones
	Retract []RelationID // relations that end to be recorded
}
