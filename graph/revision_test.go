package graph_test

import (
	"testing"
	"time"

	"github.com/entente/entente/graph"
)

func TestNextRevisionTime(t *testing.T) {
	last := time.Date(2023, 8, 15, 12, 0, 0, 5000, time.UTC)
	for name, c := range map[string]struct{ now, want time.Time }{
		"later":                      {last.Add(time.Hour), last.Add(time.Hour)},
		"the same moment":            {last, last.Add(time.Microsecond)},
		"less than a tick later":     {last.Add(900), last.Add(time.Microsecond)},
		"a clock that jumped back":   {last.Add(-time.Hour), last.Add(time.Microsecond)},
		"finer than a tick":          {last.Add(time.Second + 123), last.Add(time.Second)},
		"in another zone":            {last.Add(time.Hour).In(time.FixedZone("", 7200)), last.Add(time.Hour)},
		"exactly a microsecond more": {last.Add(time.Microsecond), last.Add(time.Microsecond)},
	} {
		got := graph.NextRevisionTime(c.now, last)
		if !got.Equal(c.want) || got.Location() != time.UTC {
			t.Errorf("%s: %v; wanted %v", name, got, c.want)
		}
	}
}

func TestRevisionFilter(t *testing.T) {
	at := time.Date(2023, 8, 15, 12, 0, 0, 0, time.UTC)
	r := graph.Revision{Number: 5, Time: at}
	for name, c := range map[string]struct {
		f    graph.RevisionFilter
		want bool
	}{
		"nothing":                     {graph.RevisionFilter{}, true},
		"its number":                  {graph.RevisionFilter{Numbers: []graph.RevisionNumber{1, 5}}, true},
		"another number":              {graph.RevisionFilter{Numbers: []graph.RevisionNumber{4}}, false},
		"no number":                   {graph.RevisionFilter{Numbers: []graph.RevisionNumber{}}, false},
		"after 4":                     {graph.RevisionFilter{After: 4}, true},
		"after itself":                {graph.RevisionFilter{After: 5}, false},
		"after 6, going down":         {graph.RevisionFilter{After: 6, Descending: true}, true},
		"after itself, going down":    {graph.RevisionFilter{After: 5, Descending: true}, false},
		"recorded by its own time":    {graph.RevisionFilter{RecordedBy: at}, true},
		"recorded by a moment before": {graph.RevisionFilter{RecordedBy: at.Add(-1)}, false},
	} {
		if got := c.f.Match(r); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
