package measure

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/entente/entente/graph"
)

// Bucket is the width of a point of a timeline.
type Bucket string

// The buckets. A week begins on Monday (ISO 8601).
const (
	ByDay     Bucket = "DAY"
	ByWeek    Bucket = "WEEK"
	ByMonth   Bucket = "MONTH"
	ByQuarter Bucket = "QUARTER"
	ByYear    Bucket = "YEAR"
)

// Buckets lists every bucket.
var Buckets = []Bucket{ByDay, ByWeek, ByMonth, ByQuarter, ByYear}

// start gives the first day of the bucket in which a day lies.
func (b Bucket) start(d graph.Day) graph.Day {
	t := d.Time()
	switch b {
	case ByWeek:
		return d.Add(-(int(t.Weekday()) + 6) % 7)
	case ByMonth:
		return graph.Date(t.Year(), t.Month(), 1)
	case ByQuarter:
		return graph.Date(t.Year(), t.Month()-(t.Month()-1)%3, 1)
	case ByYear:
		return graph.Date(t.Year(), 1, 1)
	}
	return d
}

// next gives the first day of the bucket after the one that begins on a day.
func (b Bucket) next(start graph.Day) graph.Day {
	t := start.Time()
	switch b {
	case ByWeek:
		return start.Add(7)
	case ByMonth:
		return graph.Date(t.Year(), t.Month()+1, 1)
	case ByQuarter:
		return graph.Date(t.Year(), t.Month()+3, 1)
	case ByYear:
		return graph.Date(t.Year()+1, time.January, 1)
	}
	return start.Add(1)
}

// TimelinePoint is what happened and what was in force in one bucket.
type TimelinePoint struct {
	First, Last graph.Day
	Acts        int     // acts whose first possible day lies in it
	Ties        int     // ties in force on some day of it, as stated
	Friendly    float64 // sum of weight × intensity × confidence over the friendly ones, rounded to 1e-9
	Hostile     float64 // the same over the hostile ones; 0 or below
	Imprecise   int     // acts among them that may lie in another bucket
}

// Timeline is a row of points without gaps.
type Timeline struct {
	Points  []TimelinePoint
	Undated int // relations without a known day
}

// MaxPoints bounds a timeline.
const MaxPoints = 4_000

// TimelineOf counts edges by bucket over a window; where the window is open, from
// the first or to the last known day among them. An act counts on its first
// possible day. Points without anything are there too. It holds no edge back: its
// memory is that of the buckets.
func TimelineOf(edges iter.Seq2[graph.Edge, error], bucket Bucket, window graph.Window) (Timeline, error) {
	if !slices.Contains(Buckets, bucket) {
		return Timeline{}, invalid("bucket", "%q is not a bucket; give one of %v", string(bucket), Buckets)
	}
	s := series{
		bucket: bucket, found: graph.Window{First: graph.MaxDay, Last: graph.MinDay},
		acts: map[graph.Day]tally{}, changes: map[graph.Day]tally{},
	}
	for e, err := range edges {
		if err != nil {
			return Timeline{}, err
		}
		s.add(e)
	}
	points, err := s.points(window)
	return Timeline{Points: points, Undated: s.undated}, err
}

// tally is what edges add to a point.
type tally struct {
	n, imprecise      int
	friendly, hostile float64
}

func (t tally) plus(o tally) tally {
	return tally{t.n + o.n, t.imprecise + o.imprecise, t.friendly + o.friendly, t.hostile + o.hostile}
}

// series gathers edges by the first day of buckets.
type series struct {
	bucket  Bucket
	found   graph.Window        // the first and the last known day
	acts    map[graph.Day]tally // by the bucket in which they count
	changes map[graph.Day]tally // what ties add from a bucket on, and take away again; MinDay for those in force from the beginning
	undated int
}

func (s *series) add(e graph.Edge) {
	k, _ := graph.KindByName(e.Kind)
	span := e.Bounds.Span(graph.Stated)
	if k.Class == graph.Act {
		span.Last = span.First
	}
	if !span.First.IsFinite() && !span.Last.IsFinite() {
		s.undated++
		return
	}
	for _, day := range []graph.Day{span.First, span.Last} {
		if day.IsFinite() {
			s.found.First, s.found.Last = min(s.found.First, day), max(s.found.Last, day)
		}
	}
	value := e.Weight * e.Intensity * e.Confidence
	t := tally{n: 1, friendly: max(value, 0), hostile: min(value, 0)}
	if k.Class == graph.Act {
		at := s.bucket.start(span.First)
		if e.Bounds.StartMin < at || e.Bounds.EndMax >= s.bucket.next(at) {
			t.imprecise = 1
		}
		s.acts[at] = s.acts[at].plus(t)
		return
	}
	began := graph.MinDay
	if span.First.IsFinite() {
		began = s.bucket.start(span.First)
	}
	s.changes[began] = s.changes[began].plus(t)
	if span.Last.IsFinite() {
		over := s.bucket.next(s.bucket.start(span.Last))
		s.changes[over] = s.changes[over].plus(tally{-1, 0, -t.friendly, -t.hostile})
	}
}

// points gives the points of a window, none if it is open and nothing has a day.
func (s *series) points(w graph.Window) ([]TimelinePoint, error) {
	if !w.First.IsFinite() {
		w.First = s.found.First
	}
	if !w.Last.IsFinite() {
		w.Last = max(s.found.Last, w.First)
	}
	if !w.First.IsFinite() || !w.Last.IsFinite() {
		return nil, nil
	}
	changes := slices.Sorted(maps.Keys(s.changes))
	var ties tally
	var out []TimelinePoint
	for at := s.bucket.start(w.First); at <= w.Last; at = s.bucket.next(at) {
		if len(out) == MaxPoints {
			return nil, graph.InField("bucket", graph.Errorf(graph.ErrTooLarge, "the timeline from %v to %v has more than %d points; take a wider bucket or a shorter window", w.First, w.Last, MaxPoints))
		}
		for len(changes) > 0 && changes[0] <= at {
			ties = ties.plus(s.changes[changes[0]])
			changes = changes[1:]
		}
		acts := s.acts[at]
		out = append(out, TimelinePoint{
			First: at, Last: s.bucket.next(at) - 1, Acts: acts.n, Ties: ties.n, Imprecise: acts.imprecise,
			Friendly: Round(acts.friendly + ties.friendly), Hostile: Round(acts.hostile + ties.hostile),
		})
	}
	return out, nil
}
