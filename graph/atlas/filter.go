package atlas

import "github.com/entente/entente/graph"

// DateWindow is a window of days, either end of which may be left open.
type DateWindow struct {
	First, Last *graph.Day // inclusive; nil for an open end
}

// Window gives the window with its open ends written out, or nil for none.
func (w *DateWindow) Window() *graph.Window {
	if w == nil {
		return nil
	}
	out := graph.Window{First: graph.MinDay, Last: graph.MaxDay}
	if w.First != nil {
		out.First = *w.First
	}
	if w.Last != nil {
		out.Last = *w.Last
	}
	return &out
}

// ActorFilter keeps actors. Every field narrows it.
type ActorFilter struct {
	Kinds    []graph.ActorKind // of one of these kinds
	On       *graph.Day        // that may exist on this day, and may be a member on it
	Text     string            // every word of which begins a word of one of its names
	MemberOf graph.ActorID     // members of this organization: an id or a code
	Code     string            // with this code, as "iso3:MLI"
}
