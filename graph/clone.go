package graph

import "slices"

// Clone gives a copy of the actor that shares no memory with it.
func (a Actor) Clone() Actor {
	a.Names = slices.Clone(a.Names)
	a.Codes = slices.Clone(a.Codes)
	a.Seat = clonePointer(a.Seat)
	a.Obligations = slices.Clone(a.Obligations)
	a.Series = cloneSeries(a.Series)
	a.MergedFrom = slices.Clone(a.MergedFrom)
	return a
}

// Clone gives a copy of the source that shares no memory with it.
func (s Source) Clone() Source {
	s.Coverage = slices.Clone(s.Coverage)
	for i := range s.Coverage {
		c := &s.Coverage[i]
		c.Kinds, c.ActorKinds = slices.Clone(c.Kinds), slices.Clone(c.ActorKinds)
	}
	return s
}

// Clone gives a copy of the event that shares no memory with it.
func (e Event) Clone() Event {
	e.Names = slices.Clone(e.Names)
	e.Participants = slices.Clone(e.Participants)
	for i := range e.Participants {
		e.Participants[i].Evidence = cloneEvidence(e.Participants[i].Evidence)
	}
	e.Links = slices.Clone(e.Links)
	for i := range e.Links {
		e.Links[i].Evidence = cloneEvidence(e.Links[i].Evidence)
	}
	return e
}

// Clone gives a copy of the relation that shares no memory with it.
func (r Relation) Clone() Relation {
	r.AnalystWeight = clonePointer(r.AnalystWeight)
	r.AnalystConfidence = clonePointer(r.AnalystConfidence)
	r.Qualifiers = slices.Clone(r.Qualifiers)
	r.Scaled = slices.Clone(r.Scaled)
	r.Evidence = cloneEvidence(r.Evidence)
	return r
}

// Clone gives a copy of the evidence that shares no memory with it.
func (e Evidence) Clone() Evidence {
	e.Start, e.End = clonePointer(e.Start), clonePointer(e.End)
	return e
}

func cloneEvidence(all []Evidence) []Evidence {
	all = slices.Clone(all)
	for i := range all {
		all[i] = all[i].Clone()
	}
	return all
}

func clonePointer[V any](p *V) *V {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
