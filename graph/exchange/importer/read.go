package importer

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/entente/entente/graph"
)

// Options say how files are read.
type Options struct {
	Encoding string // of the files, as windows-1252; UTF-8 if empty
	Sheet    string // of a spreadsheet; what the mapping says, or else the first, if empty
	Meter    *Meter // told how far the reading is; may be nil
	// Base is the record, for formats that add to its actors; nothing is added where
	// it is nil.
	Base graph.Snapshot
}

// Report says what a reading left out, and why.
type Report struct {
	Rows int       // read
	Left []LeftOut // in the order in which they were met first
}

// LeftOut is a reason for which rows were left out.
type LeftOut struct {
	Why   string
	Rows  int
	First string // where the first of them stands
}

// run is one reading.
type run struct {
	ctx    context.Context
	format Format
	names  *Names
	opts   Options
	yield  func(graph.Record, error) bool
	report *Report
	put    map[string]bool     // what was put once and for all, by id
	ids    map[uint64]struct{} // digests of the ids of relations and events that were put
	seed   maphash.Seed
	at     *table         // the row that is read; nil when all are
	after  []func() error // what is to be done when all files are read
	state  any            // what the format keeps from file to file
}

// errLeft says that the reader of the records has left.
var errLeft = errors.New("the reader has left")

// Read reads files of a format: first what names its actors, then its source, its
// events and its relations. The first thing that is wrong ends it. The report is
// whole when the sequence is at its end.
func Read(ctx context.Context, f Format, files []File, names *Names, o Options) (iter.Seq2[graph.Record, error], *Report) {
	report := &Report{}
	return func(yield func(graph.Record, error) bool) {
		if o.Meter == nil {
			o.Meter = &Meter{}
		}
		*report = Report{}
		names.own = f.codes
		r := &run{ctx: ctx, format: f, names: names, opts: o, yield: yield, report: report, put: map[string]bool{}, ids: map[uint64]struct{}{}, seed: maphash.MakeSeed()}
		if err := r.all(files); err != nil && !errors.Is(err, errLeft) {
			yield(graph.Record{}, err)
		}
	}, report
}

// opened is a part of a file with the shape that it has.
type opened struct {
	part
	shape int
}

func (r *run) all(files []File) error {
	var all []opened
	for _, f := range files {
		parts, err := f.parts(r.opts.Meter, cmp.Or(r.opts.Sheet, r.format.sheet))
		if err != nil {
			return err
		}
		found, err := r.recognized(f, parts)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b opened) int { return cmp.Compare(a.shape, b.shape) })
	for _, o := range all {
		if err := r.one(o); err != nil {
			return err
		}
	}
	r.at = nil
	for _, do := range r.after {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// recognized says of which shape each part of a file is. Of an archive, parts of no
// shape are passed over: code books, other forms of the same data.
func (r *run) recognized(f File, parts []part) ([]opened, error) {
	var found []opened
	var first error
	for _, p := range parts {
		i, err := r.shapeOf(p)
		switch {
		case err == nil:
			found = append(found, opened{p, i})
		case first == nil:
			first = err
		}
	}
	if len(found) == 0 {
		return nil, first
	}
	return found, nil
}

// shapeOf says of which shape a part is.
func (r *run) shapeOf(p part) (int, error) {
	before := r.opts.Meter.Done()
	defer func() { r.opts.Meter.done.Store(before) }()
	if p.sheet != nil {
		t, in, err := p.sheet()
		if err != nil {
			return 0, err
		}
		_ = in.Close() // it was only read
		return r.shapeOfTable(p, t)
	}
	raw, err := p.open()
	if err != nil {
		return 0, unreadable(p.name, err)
	}
	defer func() { _ = raw.Close() }() // it was only read
	in := bufio.NewReaderSize(decoded(raw, r.opts.Encoding), 64<<10)
	start, err := in.Peek(32 << 10)
	if len(start) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return 0, unreadable(p.name, err)
	}
	for i, s := range r.format.shapes {
		if s.starts != nil && s.starts(p.name, bytes.TrimLeft(start, " \t\r\n")) {
			return i, nil
		}
	}
	t, err := newTable(p.name, in)
	if err != nil {
		return 0, err
	}
	return r.shapeOfTable(p, t)
}

func (r *run) shapeOfTable(p part, t *table) (int, error) {
	for i, s := range r.format.shapes {
		if s.fits(t) {
			return i, nil
		}
	}
	return 0, inFile(p.name, graph.Errorf(graph.ErrInvalid, "is no file of %s; it reads %s", r.format.Title, r.format.shapesInWords()))
}

// shapesInWords says which files a format reads.
func (f Format) shapesInWords() string {
	var all []string
	for _, s := range f.shapes {
		w := s.name
		if len(s.columns) > 0 {
			w += " (with the columns " + strings.Join(s.columns, ", ") + ")"
		}
		all = append(all, w)
	}
	return strings.Join(all, "; ")
}

// one reads a part.
func (r *run) one(o opened) error {
	s := r.format.shapes[o.shape]
	if s.stream == nil && s.noHeader == nil {
		t, in, err := o.table(r.opts.Encoding)
		if err != nil {
			return err
		}
		defer func() { _ = in.Close() }() // it was only read
		return s.rows(r, t)
	}
	raw, err := o.open()
	if err != nil {
		return unreadable(o.name, err)
	}
	defer func() { _ = raw.Close() }() // it was only read
	in := decoded(raw, r.opts.Encoding)
	if s.stream != nil {
		return s.stream(r, o.name, in)
	}
	return s.rows(r, newHeaderless(o.name, in, s.noHeader))
}

// each calls do for each row of a table.
func (r *run) each(t *table, do func() error) error {
	r.at = t
	for {
		more, err := t.read()
		if err != nil || !more {
			return err
		}
		if r.report.Rows++; r.report.Rows%1000 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err := do(); err != nil {
			return err
		}
	}
}

// stateOf gives what a format keeps from file to file, made when it is first asked
// for; end is called with it when all files are read.
func stateOf[S any](r *run, make func() *S, end func(*S) error) *S {
	if s, ok := r.state.(*S); ok {
		return s
	}
	s := make()
	r.state = s
	r.atEnd(func() error { return end(s) })
	return s
}

// atEnd keeps what is to be done when all files are read.
func (r *run) atEnd(do func() error) { r.after = append(r.after, do) }

// left keeps that a row is left out, and why. Reasons are few: they name no value.
func (r *run) left(at, why string) {
	for i := range r.report.Left {
		if l := &r.report.Left[i]; l.Why == why {
			l.Rows++
			return
		}
	}
	r.report.Left = append(r.report.Left, LeftOut{why, 1, at})
}

// emit gives a record on. An id that was given already is a fault of the files.
func (r *run) emit(rec graph.Record) error {
	if rec.Relation != nil || rec.Event != nil {
		d := maphash.String(r.seed, rec.ID())
		if _, there := r.ids[d]; there {
			return r.twice(rec.ID())
		}
		r.ids[d] = struct{}{}
	}
	if !r.yield(rec, nil) {
		return errLeft
	}
	return nil
}

// twice says that the files hold something twice.
func (r *run) twice(id string) error {
	if r.at != nil {
		return r.at.bad("", "%s stands in an earlier line already; take one of them out", quote(id))
	}
	return graph.Errorf(graph.ErrInvalid, "the files hold %s twice; were two releases given together?", quote(id))
}

// cite records the data set as a source, with what it covers: all relations of the
// kinds between actors of the kinds in the years from first to last.
func (r *run) cite(kinds []graph.KindName, actors []graph.ActorKind, first, last int, note string) error {
	s := r.format.Source
	if len(kinds) > 0 {
		s.Coverage = []graph.Coverage{{Kinds: kinds, ActorKinds: actors, Period: years(first, last), Note: note}}
	}
	return r.emit(graph.Record{Source: &s})
}

// newActor records an actor that the data set brings, unless the record or this
// reading has it.
func (r *run) newActor(a graph.Actor) error {
	if _, there := r.names.byID[a.ID]; there {
		return nil
	}
	r.names.learn(a)
	return r.emit(graph.Record{Actor: &a})
}

// actor gives the actor that the data set means by a party of its own: one of the
// record, or a new one.
func (r *run) actor(p Party, in graph.Window, make func(id graph.ActorID) graph.Actor, prefix string) (graph.ActorID, bool, error) {
	id, how := r.names.find(p, in)
	switch how {
	case leftOutByHand:
		return "", false, nil
	case NotFound:
	case ambiguous:
		r.names.miss(p, in)
		return "", false, nil
	default:
		return id, true, nil
	}
	a := make(r.names.id(prefix, cmp.Or(p.Name, p.Code.Value)))
	return a.ID, true, r.newActor(a)
}

// evidence makes the evidence that the data set is for a relation or an event.
func (r *run) evidence(name string, n int, m graph.Modality, note string) graph.Evidence {
	return graph.Evidence{
		ID: evidenceID(name, n), Source: r.format.Source.ID, Stance: graph.Supports, Modality: m,
		Grade: r.format.reliable, Published: r.format.Source.Published, Note: note,
	}
}

// relation makes a relation that the data set says, its id made of the name of the
// format and a name of its own.
func (r *run) relation(name string, from graph.ActorID, kind graph.KindName, to graph.ActorID, p graph.Period, m graph.Modality) graph.Relation {
	name = r.format.Name + "-" + name
	return graph.Relation{
		ID: graph.RelationID(graph.RelationPrefix + name), From: from, Kind: kind, To: to, Period: p, Intensity: 1,
		Evidence: []graph.Evidence{r.evidence(name, 1, m, "")},
	}
}
