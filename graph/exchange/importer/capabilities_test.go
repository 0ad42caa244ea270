package importer_test

import (
	"testing"

	"github.com/entente/entente/graph"
)

// The figures of states, looked up by hand in the file.
func TestCapabilities(t *testing.T) {
	x := readReal(t, "capabilities", "cow_nmc_1946on.csv")
	if x.report.Rows != 11688 || len(x.relations) != 0 {
		t.Errorf("%d rows, %d relations", x.report.Rows, len(x.relations))
	}
	for _, want := range []struct {
		actor graph.ActorID
		name  string
		year  int
		value float64
	}{
		{"united-states", "cinc", 1946, .36398837}, {"united-states", "cinc", 1947, .30994186}, {"united-states", "milex", 1946, 45133984},
		{"united-states", "milper", 1948, 1446}, {"united-states", "upop", 1948, 42019}, {"united-states", "pec", 1946, 1188144},
	} {
		got, ok := figure(x.actors[want.actor], want.name, want.year)
		if !ok || got != want.value {
			t.Errorf("%s of %s in %d is %v, %v; want %v", want.name, want.actor, want.year, got, ok, want.value)
		}
	}
	// One number of Correlates of War, two states.
	if _, ok := figure(x.actors["russia"], "cinc", 1980); ok {
		t.Error("Russia has a figure of 1980")
	}
	if _, ok := figure(x.actors["soviet-union"], "cinc", 1980); !ok {
		t.Error("the Soviet Union has no figure of 1980")
	}
	if a := x.actors["mali"]; len(a.Names) < 3 || len(a.Codes) == 0 || a.Seat == nil {
		t.Errorf("Mali lost what it had: %+v", a)
	}
	if len(x.actors["mali"].Series) != 7 || x.actors["mali"].Series[0].Unit == "" {
		t.Errorf("Mali has %d series", len(x.actors["mali"].Series))
	}
}

func figure(a graph.Actor, name string, year int) (float64, bool) {
	for _, s := range a.Series {
		if s.Name == name {
			return s.In(year)
		}
	}
	return 0, false
}
