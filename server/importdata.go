package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"strings"

	"github.com/entente/entente/graph"
	"github.com/entente/entente/graph/exchange/importer"
)

// dataImport is the import of a data set: a reading of it, compared with what the
// record holds.
type dataImport struct {
	*importCommand
	p      *process
	format importer.Format
	files  []importer.File
	hand   importer.Hand
	before graph.Snapshot

	names  *importer.Names // of the newest reading
	report *importer.Report
}

// runData records a data set.
func (c *importCommand) runData(p *process, f importer.Format) (err error) {
	d := &dataImport{importCommand: c, p: p, format: f}
	done, err := d.openFiles()
	defer done()
	if err != nil {
		return err
	}
	head, err := d.head()
	if err != nil {
		return err
	}
	r, err := d.openRecord()
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	if r.begun {
		say(p.stderr, "a new record; the bundled data is its revision 1 (--empty begins with nothing)\n")
	}
	if d.before, err = r.Snapshot(p.ctx, 0); err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, d.before.Close()) }()
	if prior, ok, err := revisionOfKey(p.ctx, r, head.Key); err != nil || ok && !c.DryRun {
		if err == nil {
			_, err = fmt.Fprintf(p.stdout, "nothing changed: revision %d has recorded this already (key %s)\n", prior.Number, prior.Key)
		}
		return err
	}
	return d.record(r, head)
}

func (d *dataImport) openRecord() (*record, error) {
	if d.DryRun {
		return d.openOrImagine(d.p, d.beginFlags)
	}
	return d.openOrBegin(d.p, slog.New(slog.DiscardHandler), d.beginFlags)
}

// revisionOfKey finds the revision that a key was recorded as.
func revisionOfKey(ctx context.Context, store graph.Store, key string) (graph.Revision, bool, error) {
	for r, err := range store.Revisions(ctx, graph.RevisionFilter{}) {
		if err != nil || r.Key == key && key != "" {
			return r, err == nil, err
		}
	}
	return graph.Revision{}, false, nil
}

// record compares the reading with the record, shows the difference where something
// that is recorded would change, and records it.
func (d *dataImport) record(r *record, head graph.BatchHead) error {
	held, err := importer.Holds(d.p.ctx, d.before, d.format.Source.ID)
	if err != nil {
		return err
	}
	gone := &importer.Difference{}
	if held || d.DryRun {
		diff, err := d.compare(held)
		if err != nil {
			return err
		}
		if diff.IsZero() {
			d.tellReading()
			_, err := fmt.Fprintf(d.p.stdout, "nothing changed: the record holds all of it already\n")
			return err
		}
		if d.DryRun {
			d.tellReading()
			_, err := fmt.Fprintf(d.p.stdout, "%s\n", inLinesOf(diff))
			return err
		}
		if err := d.agreed(diff); err != nil {
			return err
		}
		gone = diff
	}
	head.After = cmp.Or(head.After, d.before.Revision())
	return d.write(r, head, gone)
}

// compare reads everything and says what recording it would change.
func (d *dataImport) compare(held bool) (*importer.Difference, error) {
	diff := importer.NewDifference(held && d.format.Whole)
	for _, err := range diff.Over(d.p.ctx, d.before, d.read("compared")) {
		if err != nil {
			return nil, err
		}
	}
	if held && d.format.Whole {
		return diff, diff.FindGone(d.p.ctx, d.before, d.format.Source)
	}
	return diff, nil
}

// write records what is new and what changes, and takes back what is gone.
func (d *dataImport) write(r *record, head graph.BatchHead, gone *importer.Difference) error {
	diff := importer.NewDifference(false)
	var recent recentIDs
	changes := recent.over(withEvents(diff.Over(d.p.ctx, d.before, d.read("read")), gone.GoneEvents))
	made, err := apply(d.p.ctx, r, head, changes, gone.Gone)
	if err != nil {
		return recent.inIDs(err)
	}
	diff.Gone, diff.GoneEvents = gone.Gone, gone.GoneEvents
	d.tellReading()
	_, err = fmt.Fprintf(d.p.stdout, "recorded %s as revision %d: %s\n", d.format.Title, made.Number, inOneLine(diff))
	return err
}

// withEvents yields events after the records.
func withEvents(records iter.Seq2[graph.Record, error], events []graph.Event) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for r, err := range records {
			if !yield(r, err) || err != nil {
				return
			}
		}
		for _, e := range events {
			if !yield(graph.Record{Event: &e}, nil) {
				return
			}
		}
	}
}

// apply records a stream as one revision. Where relations are taken back too, what
// is new and what changes stands in memory, since both are one batch.
func apply(ctx context.Context, store graph.Store, head graph.BatchHead, changes iter.Seq2[graph.Record, error], gone []graph.RelationID) (graph.Revision, error) {
	if len(gone) == 0 {
		return graph.Load(ctx, store, head, changes)
	}
	put, err := graph.Collect(changes)
	if err != nil {
		return graph.Revision{}, err
	}
	return store.Apply(ctx, graph.Batch{BatchHead: head, Put: put, Retract: gone})
}

// recentIDs remembers the ids of the records that passed last, to name those that a
// store finds fault with.
type recentIDs struct {
	ids [8192]string // more than a store checks at once
	n   int
}

func (x *recentIDs) over(records iter.Seq2[graph.Record, error]) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				x.ids[x.n%len(x.ids)] = r.ID()
				x.n++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// inIDs gives faults of records as faults of what they are about.
func (x *recentIDs) inIDs(err error) error {
	var faults *graph.Faults
	if !errors.As(err, &faults) {
		return err
	}
	lines := make([]string, 0, len(faults.List)+1)
	for _, f := range faults.List {
		at := f.Field
		if f.Record >= max(0, x.n-len(x.ids)) && f.Record < x.n {
			at = x.ids[f.Record%len(x.ids)] + ": " + at
		}
		lines = append(lines, at+": "+f.Message)
	}
	if faults.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", faults.More))
	}
	return graph.Errorf(graph.ErrInvalid, "%s", strings.Join(lines, "\n"))
}

// read reads the files, tells how far it is, and ends with what was not matched.
func (d *dataImport) read(what string) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		meter := &importer.Meter{}
		names, err := importer.NewNames(d.p.ctx, d.before, d.hand)
		if err != nil {
			yield(graph.Record{}, err)
			return
		}
		d.names = names
		var records iter.Seq2[graph.Record, error]
		records, d.report = importer.Read(d.p.ctx, d.format, d.files, names, importer.Options{Encoding: d.Encoding, Sheet: d.Sheet, Meter: meter, Base: d.before})
		said := newProgress(d.p.stderr, "records "+what).of(meter.Done, sizeOf(d.files))
		defer said.end()
		for r, err := range records {
			if !yield(r, err) || err != nil {
				return
			}
			said.count()
		}
		if misses := names.Misses(); len(misses) > 0 && !d.LeaveOut {
			said.end()
			yield(graph.Record{}, d.unmatched(misses))
		}
	}
}

func sizeOf(files []importer.File) (n int64) {
	for _, f := range files {
		n += f.Size
	}
	return n
}

// mostMisses is how many names that were not matched are told; the file has all.
const mostMisses = 10

// unmatched tells what was not matched, and writes the file to fill in.
func (d *dataImport) unmatched(misses []importer.Miss) error {
	rows := 0
	var b strings.Builder
	for i, m := range misses {
		rows += m.Rows
		if i < mostMisses {
			fmt.Fprintf(&b, "\n  %s", missInWords(m))
		}
	}
	if more := len(misses) - mostMisses; more > 0 {
		fmt.Fprintf(&b, "\n  and %s more", grouped(more))
	}
	what := "say --names FILE to get a file to fill in, or --leave-out to leave these rows out"
	if d.Names != "" {
		if err := d.writeMisses(misses); err != nil {
			return err
		}
		what = fmt.Sprintf("fill in the column actor of %s (an id of the record, or - to leave its rows out) and import again", d.Names)
	}
	return graph.Errorf(graph.ErrInvalid, "%s that the data set names %s no actor of the record, and nothing was recorded; %s:%s",
		plural(len(misses), "party", "parties"), verb(len(misses), "matches", "match"), what, b.String())
}

func missInWords(m importer.Miss) string {
	s := m.Reference()
	if m.Name != "" && m.Name != s {
		s += " " + m.Name
	}
	if m.Window.First.IsFinite() && m.Window.Last.IsFinite() {
		s += fmt.Sprintf(" (%d–%d)", m.Window.First.Time().Year(), m.Window.Last.Time().Year())
	}
	if len(m.Candidates) == 0 {
		return s
	}
	ids := make([]string, len(m.Candidates))
	for i, id := range m.Candidates {
		ids[i] = string(id)
	}
	return s + ": perhaps " + strings.Join(ids, ", ")
}

// writeMisses writes the file of names: what was filled in before, and what is to be
// filled in.
func (d *dataImport) writeMisses(misses []importer.Miss) error {
	var earlier [][]string
	if f, err := os.Open(d.Names); err == nil {
		earlier, err = importer.ReadHandRows(d.Names, f)
		_ = f.Close() // it was only read
		if err != nil {
			return err
		}
	}
	return writeFile(d.Names, func(w io.Writer) error { return importer.WriteMisses(w, earlier, misses) })
}

// readNames reads the file of names; one that is not there yet says nothing.
func (d *dataImport) readNames() (importer.Hand, error) {
	if d.Names == "" {
		return importer.Hand{}, nil
	}
	f, err := os.Open(d.Names)
	if errors.Is(err, fs.ErrNotExist) {
		return importer.Hand{}, nil
	}
	if err != nil {
		return importer.Hand{}, unreadable(d.Names, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return importer.ReadHand(d.Names, f)
}

// agreed asks whether corrections are to be recorded; what is only new needs no word.
func (d *dataImport) agreed(diff *importer.Difference) error {
	if !diff.Corrects() || d.Yes {
		return nil
	}
	say(d.p.stderr, "%s\n", inLinesOf(diff))
	if in, ok := d.p.stdin.(io.Writer); !ok || !isTerminal(in) {
		return graph.InField("--yes", graph.Errorf(graph.ErrInvalid, "this changes what is recorded, and nothing was; say --yes to record it (earlier revisions keep what was)"))
	}
	say(d.p.stderr, "Record this? [y/N] ")
	answer, err := bufio.NewReader(d.p.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return unreadable("standard input", err)
	}
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		return graph.Errorf(graph.ErrInvalid, "nothing was recorded")
	}
	return nil
}
