// Package dataset holds the bundled record: the states of the world, one news
// article of August 2023 coded statement by statement, and the background of
// the Sahel at that time. It is what a store holds after its first start.
//
// The record stands in CSV files that a researcher can read and correct in a
// spreadsheet; README.md tells their columns, where each row comes from, and
// what nobody has checked. They are embedded in the program:
//
//	states.csv        the states, and former states that data sets speak of
//	actors.csv        all other actors
//	sources.csv       what is cited
//	events.csv        events, with participants.csv and links.csv
//	relations.csv     who stands in what relation to whom, and when
//	evidence.csv      who says so: one row a passage
//
// A file that does not read is an error that names its file, line and column.
// What the records must fulfill together is checked by package graph when they
// are recorded.
package dataset

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"

	"github.com/entente/entente/graph"
)

//go:embed *.csv
var files embed.FS

// What the revision of the bundled record says of itself.
const (
	author = "Entente"
	reason = "The bundled record: the states of the world, an article of August 2023 coded statement by statement, and the background of the Sahel"
)

// Records gives the bundled record: actors first, then sources, events and
// relations, each with its evidence. Every call gives values of its own.
func Records() ([]graph.Record, error) { return read(files) }

// Batch gives the bundled record as one batch. Its key is the digest of the
// files, so that recording it twice changes nothing.
func Batch() (graph.Batch, error) {
	records, err := Records()
	if err != nil {
		return graph.Batch{}, err
	}
	key, err := digest(files)
	if err != nil {
		return graph.Batch{}, err
	}
	head := graph.BatchHead{Author: author, Reason: reason, Key: "bundled-" + key}
	return graph.Batch{BatchHead: head, Put: records}, nil
}

// read reads the record from a folder of files.
func read(folder fs.FS) ([]graph.Record, error) {
	r := &reader{folder: folder, evidence: map[string][]graph.Evidence{}}
	records := r.states()
	records = append(records, r.actors()...)
	records = append(records, r.sources()...)
	r.readEvidence()
	records = append(records, r.events()...)
	records = append(records, r.relations()...)
	r.noOrphans()
	if r.err != nil {
		return nil, r.err
	}
	return records, nil
}

// digest gives a short digest of the names and contents of the files.
func digest(folder fs.FS) (string, error) {
	names, err := fs.Glob(folder, "*.csv")
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, name := range names {
		b, err := fs.ReadFile(folder, name)
		if err != nil {
			return "", err
		}
		sum.Write([]byte(name))
		sum.Write([]byte{0})
		sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
