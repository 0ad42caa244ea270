package measure

import (
	"iter"
	"sort"
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
	Friendly    float64 // sum of weight × intensity × confidence over the friendly ones
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
// possible day. Points without anything are there too.
func TimelineOf(edges iter.Seq2[graph.Edge, error], bucket Bucket, window graph.Window) (Timeline, error) {
	var dated []datedEdge
	var out Timeline
	found := graph.Window{First: graph.MaxDay, Last: graph.MinDay}
	for e, err := range edges {
		if err != nil {
			return out, err
		}
		k, _ := graph.KindByName(e.Kind)
		d := datedEdge{Edge: e, act: k.Class == graph.Act, span: e.Bounds.Span(graph.Stated)}
		if d.act {
			d.imprecise = d.span.First != d.span.Last
			d.span.Last = d.span.First
		}
		if !d.span.First.IsFinite() && !d.span.Last.IsFinite() {
			out.Undated++
			continue
		}
		dated = append(dated, d)
		for _, day := range []graph.Day{d.span.First, d.span.Last} {
			if day.IsFinite() {
				found.First, found.Last = min(found.First, day), max(found.Last, day)
			}
		}
	}
	if bounded := window.First.IsFinite() && window.Last.IsFinite(); len(dated) == 0 && !bounded {
		return out, nil
	}
	points, err := bucket.points(within(window, found))
	if err != nil {
		return out, err
	}
	out.Points = points
	for _, d := range dated {
		d.count(out.Points)
	}
	for i := range out.Points {
		p := &out.Points[i]
		p.Friendly, p.Hostile = Round(p.Friendly), Round(p.Hostile)
	}
	return out, nil
}

// within gives the window, with its open ends at what was found.
func within(w, found graph.Window) graph.Window {
	if !w.First.IsFinite() {
		w.First = found.First
	}
	if !w.Last.IsFinite() {
		w.Last = max(found.Last, w.First)
	}
	return w
}

func (b Bucket) points(w graph.Window) ([]TimelinePoint, error) {
	var out []TimelinePoint
	for at := b.start(w.First); at <= w.Last; at = b.next(at) {
		if len(out) == MaxPoints {
			return nil, graph.InField("bucket", graph.Errorf(graph.ErrTooLarge, "the timeline from %v to %v has more than %d points; take a wider bucket or a shorter window", w.First, w.Last, MaxPoints))
		}
		out = append(out, TimelinePoint{First: at, Last: b.next(at) - 1})
	}
	return out, nil
}

type datedEdge struct {
	graph.Edge
	act, imprecise bool
	span           graph.Window
}

// count adds the edge to the points that its span meets.
func (d datedEdge) count(points []TimelinePoint) {
	value := d.Weight * d.Intensity * d.Confidence
	start := sort.Search(len(points), func(i int) bool { return points[i].Last >= d.span.First })
	for i := start; i < len(points) && points[i].First <= d.span.Last; i++ {
		p := &points[i]
		if d.act {
			p.Acts++
			if d.imprecise && (d.Bounds.EndMax > p.Last || d.Bounds.StartMin < p.First) {
				p.Imprecise++
			}
		} else {
			p.Ties++
		}
		p.Friendly += max(value, 0)
		p.Hostile += min(value, 0)
	}
}
