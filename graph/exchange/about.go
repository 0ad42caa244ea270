package exchange

import (
	"fmt"
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
	Selection string               `json:"selection,omitzero"` // the filter words; empty for the whole record
	Address   string               `json:"address,omitzero"`   // where the same file can be had again, if anywhere
	License   string               `json:"license,omitzero"`
}

// Citation says in a sentence how to cite the file.
func (a About) Citation() string {
	s := fmt.Sprintf("%s: relations between states and their sources, revision %d", a.Program, a.Revision)
	if !a.Recorded.IsZero() {
		s += " of " + a.Recorded.UTC().Format(time.DateOnly)
	}
	if a.Selection != "" {
		s += ", selected by " + a.Selection
	}
	if a.Address != "" {
		s += ", " + a.Address
	}
	return s + "."
}
