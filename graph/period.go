package graph

// Period says when something holds in the world: a first and a last day,
// inclusive, each of which may be imprecise, unknown or open. It keeps what was
// written (EDTF, see [ParsePeriod]) and is compared as days. The zero Period is
// not given at all.
type Period struct {
	written    string
	start, end Window // where the first and the last day lie
	startKnown bool
	endKnown   bool
}

// IsZero reports whether no period was given.
func (p Period) IsZero() bool { return p.written == "" }

// String gives the period as it was written.
func (p Period) String() string { return p.written }

// StartKnown reports whether the source says when it began. An open start
// ("../2020", it was always so) is known.
func (p Period) StartKnown() bool { return p.startKnown }

// EndKnown reports whether the source says when it ends. An open end ("2020/..",
// it goes on) is known.
func (p Period) EndKnown() bool { return p.endKnown }

// Open reports whether it is written as going on without an end.
func (p Period) Open() bool { return p.endKnown && p.end.First == MaxDay }

// MarshalText writes the period as it was written.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.written), nil }

// UnmarshalText reads a period as ParsePeriod does; no text is no period.
func (p *Period) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*p = Period{}
		return nil
	}
	v, err := ParsePeriod(string(b))
	if err != nil {
		return err
	}
	*p = v
	return nil
}

// Observed is the span of days on which evidence saw a relation hold. The zero
// value is wrong for "never": use NeverObserved.
type Observed Window

// NeverObserved is the span of what no evidence dates.
var NeverObserved = Observed{First: MaxDay, Last: MinDay}

// Include gives the span that also covers the days of p: from the earliest day
// on which the observation can have been made to the latest.
func (o Observed) Include(p Period) Observed {
	if p.IsZero() {
		return o
	}
	if p.start.First != MinDay {
		o.First = min(o.First, p.start.First)
	}
	if p.end.Last != MaxDay {
		o.Last = max(o.Last, p.end.Last)
	}
	return o
}

// Bounds gives the days between which the first and the last day of the period
// lie, for what was observed in the span.
//
// An unknown start reaches back to minus infinity and is not after the first
// observed day (nor after the end); an unknown end reaches to plus infinity and
// is not before the last observed day.
func (p Period) Bounds(o Observed) Bounds {
	b := Bounds{
		StartMin: p.start.First, StartMax: p.start.Last,
		EndMin: p.end.First, EndMax: p.end.Last,
		StartUnknown: !p.startKnown, EndUnknown: !p.endKnown,
	}
	if !p.startKnown {
		b.StartMin, b.StartMax = MinDay, min(o.First, p.end.Last)
	}
	if !p.endKnown {
		b.EndMin, b.EndMax = max(o.Last, b.StartMin), MaxDay
		if b.StartMax == MaxDay && o.First != MaxDay { // one day not before: it had come when it was observed
			b.StartMax = max(b.StartMin, o.First)
		}
	}
	return b
}

// Bounds are the days of a period as walks and filters compare them: the first
// day lies between StartMin and StartMax, the last between EndMin and EndMax.
type Bounds struct {
	StartMin, StartMax Day
	EndMin, EndMax     Day
	StartUnknown       bool // the start was not given
	EndUnknown         bool // the end was not given
}

// DateReading says how generously imprecise and unknown dates are read.
type DateReading string

// The readings of dates. The empty reading is Stated.
const (
	// Stated reads imprecise dates generously, an unknown start from the first
	// observed day (or the end, if that is earlier) and an unknown end to the
	// last observed day.
	Stated DateReading = "STATED"
	// Possible keeps what may have held.
	Possible DateReading = "POSSIBLE"
	// Certain keeps what must have held.
	Certain DateReading = "CERTAIN"
)

// Span gives the first and last day over which the bounds are read to hold. It
// may be empty (First after Last): then nothing is certain.
func (b Bounds) Span(r DateReading) Window {
	switch r {
	case Possible:
		return Window{b.StartMin, b.EndMax}
	case Certain:
		return Window{b.StartMax, b.EndMin}
	}
	w := Window{b.StartMin, b.EndMax}
	if b.StartUnknown {
		w.First = b.StartMax
	}
	if b.EndUnknown {
		w.Last = b.EndMin
		if b.StartMax != MaxDay { // else nobody saw it hold
			w.Last = max(b.EndMin, b.StartMax)
		}
	}
	return w
}

// Meets reports whether the period shares a day with w, by the given reading.
func (b Bounds) Meets(w Window, r DateReading) bool {
	s := b.Span(r)
	return s.First <= w.Last && w.First <= s.Last
}
