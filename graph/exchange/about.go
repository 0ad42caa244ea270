package exchange

import (
	"fmt"
	"strconv"
	"time"

	"github.com/entente/entente/graph"
)

// About says what a file holds, so that somebody who finds it later knows what
// it is and how to cite it. Two files of one revision and selection say the same.
type About struct {
	Format    string               `json:"format,omitzero"`    // of the file, with its version
	Program   string               `json:"program"`            // what wrote it, as "Entente v1.2.0"
	Revision  graph.RevisionNumber `json:"revision"`           // of the record
	Recorded  time.Time            `json:"recorded,omitzero"`  // when that revision was recorded
	Scenario  string               `json:"scenario,omitzero"`  // the what-if that is laid over it, by name and state; empty for the record itself
	Selection string               `json:"selection,omitzero"` // the filter words; empty for the whole record
	Address   string               `json:"address,omitzero"`   // where the same file can be had again, if anywhere
	License   string               `json:"license,omitzero"`
	Omitted   string               `json:"omitted,omitzero"` // what of a neighborhood the file leaves out
	Cite      string               `json:"cite,omitzero"`    // how to cite the file; see Citation
}

// Citation says in a sentence how to cite the file.
func (a About) Citation() string {
	s := fmt.Sprintf("%s: relations between states and their sources, revision %d", a.Program, a.Revision)
	if !a.Recorded.IsZero() {
		s += " of " + a.Recorded.UTC().Format(time.DateOnly)
	}
	if a.Scenario != "" {
		s += ", changed by the scenario " + a.Scenario
	}
	if a.Selection != "" {
		s += ", selected by " + a.Selection
	}
	if a.Address != "" {
		s += ", " + a.Address
	}
	return s + "."
}

// name gives the file a title.
func (a About) name() string {
	name := fmt.Sprintf("Entente, revision %d", a.Revision)
	if a.Selection != "" {
		name += ": " + a.Selection
	}
	return name
}

// fact is one thing told of a file, of a column's type.
type fact struct{ name, kind, value string }

// facts lists what a file says of itself, in every format in this order. Values may
// be empty.
func (a About) facts() []fact {
	all := []fact{
		{"program", "string", a.Program},
		{"revision", "long", strconv.FormatUint(uint64(a.Revision), 10)},
		{"recorded", "string", recorded(a.Recorded)},
		{"scenario", "string", a.Scenario},
		{"selection", "string", a.Selection},
		{"address", "string", a.Address},
		{"license", "string", a.License},
		{"cite", "string", a.Citation()},
	}
	if a.Omitted != "" {
		all = append(all, fact{"omitted", "string", a.Omitted})
	}
	return all
}

func recorded(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// lines says what the file holds, a line a fact, for formats that have comments.
func (a About) lines() []string {
	lines := []string{a.Citation()}
	if a.Selection == "" {
		lines = append(lines, "Selected: everything.")
	} else {
		lines = append(lines, "Selected: "+a.Selection)
	}
	if a.Scenario != "" {
		lines = append(lines, "A what-if, not the record: the scenario "+a.Scenario)
	}
	if a.Omitted != "" {
		lines = append(lines, "Left out: "+a.Omitted)
	}
	if a.License != "" {
		lines = append(lines, "License: "+a.License)
	}
	return lines
}
