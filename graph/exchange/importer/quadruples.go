package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/entente/entente/graph"
)

// The benchmarks of forecasts on ICEWS: quadruples of numbers, with the files that say
// what the numbers name. Each begins on a day of its own, which no file says.
var (
	icews14   = quadruples("icews14", "ICEWS14, the benchmark of 2014", "2014", graph.Date(2014, 1, 1), 24)
	icews18   = quadruples("icews18", "ICEWS18, the benchmark of 2018", "2018", graph.Date(2018, 1, 1), 24)
	icews0515 = quadruples("icews05-15", "ICEWS05-15, the benchmark of 2005 to 2015", "2005/2015", graph.Date(2005, 1, 1), 24)
)

func quadruples(name, title, years string, first graph.Day, perDay int) Format {
	q := quadrupleFormat{first, perDay}
	return Format{
		Name: name, Title: title, Whole: true, codes: "icews", reliable: icews.reliable,
		Source: graph.Source{
			ID: graph.SourceID("source:" + name), Title: title + ", of the Integrated Crisis Early Warning System",
			Publisher: icews.Source.Publisher, Published: graph.MustPeriod("2019"), Address: icews.Source.Address,
			Note: "A choice of ICEWS events of " + years + " for measuring forecasts, without their texts and places. It lacks events of some states as actors.",
		},
		shapes: []shape{
			{name: "what the numbers of actors name (entity2id.txt)", starts: idFile("entity"), stream: q.entities},
			{name: "what the numbers of acts name (relation2id.txt)", starts: idFile("relation"), stream: q.relations},
			{name: "CAMEO's codes and their names", columns: []string{"code", "name"}, rows: q.codes},
			{name: "quadruples (train.txt, valid.txt, test.txt)", starts: isQuadruple, stream: q.events},
			{name: "events by name", columns: []string{"date", "source", "relation", "cameo", "target"}, rows: q.named},
		},
	}
}

type quadrupleFormat struct {
	first  graph.Day
	perDay int
}

// numbered is what the files of numbers say.
type numbered struct {
	entities, relations map[int]string
	codes               map[string]string // CAMEO's code of a name, folded
}

func (q quadrupleFormat) state(r *run) *numbered {
	return stateOf(r, func() *numbered {
		return &numbered{entities: map[int]string{}, relations: map[int]string{}, codes: map[string]string{}}
	}, func(*numbered) error { return nil })
}

// idFile recognizes a file of names and numbers by its own name and its first line.
func idFile(noun string) func(name string, start []byte) bool {
	return func(name string, start []byte) bool {
		line, _, _ := bytes.Cut(start, []byte("\n"))
		return strings.Contains(path.Base(name), noun) && bytes.Count(line, []byte("\t")) <= 1 && !bytes.Contains(line, []byte(","))
	}
}

// isQuadruple recognizes lines of four or five numbers.
func isQuadruple(_ string, start []byte) bool {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	fields := bytes.Fields(line)
	for _, f := range fields {
		if _, err := strconv.Atoi(string(f)); err != nil {
			return false
		}
	}
	return len(fields) == 4 || len(fields) == 5
}

// lines calls do for each line of a file that is not empty.
func lines(r *run, name string, in io.Reader, do func(t *table, line string) error) error {
	b := bufio.NewReaderSize(in, 64<<10)
	t := &table{file: name}
	r.at = t
	for {
		line, err := readLine(b)
		if errors.Is(err, io.EOF) {
			return nil
		}
		t.line++
		if err != nil {
			return t.misread(t.line, err)
		}
		if err := t.checkText([]string{line}); err != nil {
			return err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err := do(t, line); err != nil {
			return err
		}
	}
}

func (q quadrupleFormat) entities(r *run, name string, in io.Reader) error {
	return numbers(r, name, in, q.state(r).entities)
}

func (q quadrupleFormat) relations(r *run, name string, in io.Reader) error {
	return numbers(r, name, in, q.state(r).relations)
}

// numbers reads lines of a name and its number.
func numbers(r *run, name string, in io.Reader, to map[int]string) error {
	return lines(r, name, in, func(t *table, line string) error {
		text, number, ok := strings.Cut(line, "\t")
		if !ok && t.line == 1 { // some begin with how many there are
			return nil
		}
		n, err := strconv.Atoi(strings.TrimSpace(number))
		text = strings.TrimSpace(text)
		if err != nil || text == "" {
			return t.bad("", "is not a name, a tab and a number")
		}
		if was, there := to[n]; there {
			return t.bad("", "the number %d names %s already", n, quote(was))
		}
		to[n] = text
		return nil
	})
}

func (q quadrupleFormat) codes(r *run, t *table) error {
	s := q.state(r)
	return r.each(t, func() error {
		s.codes[graph.Fold(t.text("name"))] = t.text("code")
		return nil
	})
}

func (q quadrupleFormat) events(r *run, name string, in io.Reader) error {
	s := q.state(r)
	if len(s.entities) == 0 || len(s.relations) == 0 || len(s.codes) == 0 {
		return inFile(name, graph.Errorf(graph.ErrInvalid,
			"holds numbers only; give entity2id.txt and relation2id.txt too, and a table of CAMEO’s codes with the columns code and name"))
	}
	if err := r.cited(); err != nil {
		return err
	}
	part := slugWords(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return lines(r, name, in, func(t *table, line string) error {
		r.report.Rows++
		fields := strings.Fields(line)
		if len(fields) != 4 && len(fields) != 5 {
			return t.bad("", "has %d numbers; it should have four: actor, act, actor, time", len(fields))
		}
		var n [4]int
		for i := range n {
			v, err := strconv.Atoi(fields[i])
			if err != nil || v < 0 {
				return t.bad("", "%s is not a number of the files of numbers", quote(fields[i]))
			}
			n[i] = v
		}
		source, ok1 := s.entities[n[0]]
		words, ok2 := s.relations[n[1]]
		target, ok3 := s.entities[n[2]]
		if !ok1 || !ok2 || !ok3 || n[3]/q.perDay > 365*100 {
			return t.bad("", "a number is not in the files of numbers; are all files of one benchmark?")
		}
		code, known := s.codes[graph.Fold(words)]
		if !known {
			r.left(t.at(), unknownCode)
			return nil
		}
		return q.event(r, t, fmt.Sprintf("%s-%06d", part, t.line), source, code, words, target, q.first.Add(n[3]/q.perDay))
	})
}

// named reads events whose actors and acts are named.
func (q quadrupleFormat) named(r *run, t *table) error {
	if err := r.cited(); err != nil {
		return err
	}
	return r.each(t, func() error {
		day, err := t.day("date")
		if err != nil {
			return err
		}
		return q.event(r, t, fmt.Sprintf("%06d", t.line), t.exact("source"), t.exact("cameo"), t.exact("relation"), t.exact("target"), day)
	})
}

func (q quadrupleFormat) event(r *run, t *table, name, source, code, words, target string, day graph.Day) error {
	c, ok := codingOf(code)
	if !ok {
		r.left(t.at(), unknownCode)
		return nil
	}
	from, to, ok, err := r.icewsEnds(source, "", target, "", day)
	if err != nil || !ok {
		return err
	}
	if from == to {
		r.left(t.at(), toItself)
		return nil
	}
	return r.act(act{name: name, from: from, to: to, coding: c, day: day, text: codeText("CAMEO", code, words)})
}
