package embedded

import (
	"database/sql"
	"strings"
	"testing"
)

// Every statement that is run for a question finds its rows by an index: none
// goes over a table because nobody thought of it.
func TestStatementsUseIndexes(t *testing.T) {
	s, err := OpenMemory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ordered := map[string]bool{} // statements whose order the index gives too, so that a page costs a page
	for _, text := range []string{findSources, findEvents, findEvidenceAny, findEvidenceFrom, revisionsUp, revisionsDown, retractionsBy, papersAfter, papersOf} {
		ordered[text] = true
	}
	var changes []string
	for _, t := range changeTables {
		changes = append(changes, t.born, t.bornBy, t.history, t.read)
		ordered[t.bornBy] = true
	}
	for _, text := range append(changes,
		selectSources, findSources, selectEvents, selectEventVersions, findEvents, findEventsOf,
		selectRelations, selectListed, selectVersions, citing, findEvidenceAny, findEvidenceAmong, findEvidenceFrom, findEvidenceFromAny,
		endActors, endSources, endEvents, endRelations, endEvidence, revisionsUp, revisionsDown, revisionOfKey, newestRevision,
		selectMarks, retractions, retractionsBy, papersAfter, papersOf, papersAmong, paperVersion, discardPaper,
	) {
		none := make([]any, strings.Count(text, "?"))
		steps, err := queryIn(t.Context(), &s.db.readers, "EXPLAIN QUERY PLAN "+text, func(rows *sql.Rows) (step string, err error) {
			var id, parent, unused int
			return step, rows.Scan(&id, &parent, &unused, &step)
		}, none...)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, step := range steps {
			over, scans := strings.CutPrefix(step, "SCAN ")
			if scans && !strings.Contains(over, "VIRTUAL TABLE") && text != newestRevision {
				t.Errorf("%s\ngoes over a table: %s", text, step)
			}
			if ordered[text] && strings.Contains(step, "TEMP B-TREE FOR ORDER BY") {
				t.Errorf("%s\nsorts: %s", text, step)
			}
		}
	}
}
