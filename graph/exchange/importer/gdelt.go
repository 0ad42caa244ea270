package importer

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/entente/entente/graph"
)

// gdelt reads the event files of GDELT 1.0 and 2.0 as they are downloaded: lines
// without a header, parted by tabs.
var gdelt = Format{
	Name: "gdelt", Title: "GDELT 1.0 and 2.0 events", codes: "gdelt",
	reliable: graph.Grade{Reliability: "D", Credibility: 3},
	Source: graph.Source{
		ID: "source:gdelt", Title: "GDELT event database",
		Publisher: "The GDELT Project", Published: graph.MustPeriod("2013/.."), Address: "https://www.gdeltproject.org", License: "free for any use, with citation",
		Note: "Coded by machine from the news with CAMEO. Cite Leetaru and Schrodt 2013.",
	},
	shapes: []shape{
		{name: "events of 2.0 (.export.CSV)", starts: tabs(60), noHeader: gdeltColumns(2), rows: gdeltRows},
		{name: "events of 1.0 (.export.CSV, by day)", starts: tabs(57), noHeader: gdeltColumns(1), rows: gdeltRows},
		{name: "events of 1.0 (before April 2013)", starts: tabs(56), noHeader: gdeltColumns(0), rows: gdeltRows},
	},
}

// tabs recognizes a file whose first line begins with a number and has so many tabs.
func tabs(n int) func(string, []byte) bool {
	return func(_ string, start []byte) bool {
		line, _, _ := bytes.Cut(start, []byte("\n"))
		return len(line) > 0 && line[0] >= '0' && line[0] <= '9' && bytes.Count(line, []byte("\t")) == n
	}
}

// gdeltColumns gives the columns of a release, in small letters.
func gdeltColumns(release int) []string {
	actor := func(n string) []string {
		return words("actor" + n + "code actor" + n + "name actor" + n + "countrycode actor" + n + "knowngroupcode actor" + n + "ethniccode actor" + n + "religion1code actor" + n + "religion2code actor" + n + "type1code actor" + n + "type2code actor" + n + "type3code")
	}
	geo := func(of string) []string {
		columns := of + "geo_type " + of + "geo_fullname " + of + "geo_countrycode " + of + "geo_adm1code"
		if release == 2 {
			columns += " " + of + "geo_adm2code"
		}
		return words(columns + " " + of + "geo_lat " + of + "geo_long " + of + "geo_featureid")
	}
	all := words("globaleventid sqldate monthyear year fractiondate")
	all = append(append(all, actor("1")...), actor("2")...)
	all = append(all, words("isrootevent eventcode eventbasecode eventrootcode quadclass goldsteinscale nummentions numsources numarticles avgtone")...)
	all = append(append(append(all, geo("actor1")...), geo("actor2")...), geo("action")...)
	all = append(all, "dateadded")
	if release > 0 {
		all = append(all, "sourceurl")
	}
	return all
}

func words(s string) []string { return strings.Fields(s) }

func gdeltRows(r *run, t *table) error {
	if err := r.cited(); err != nil {
		return err
	}
	return r.each(t, func() error {
		id, err := t.need("globaleventid")
		if err != nil {
			return err
		}
		a := act{name: slugWords(id)}
		if a.day, err = t.compactDay("sqldate"); err != nil {
			return err
		}
		if t.exact("actor1code") == "" || t.exact("actor2code") == "" {
			r.left(t.at(), withoutActor)
			return nil
		}
		var ok bool
		if a.coding, ok = codingOf(t.text("eventcode")); !ok {
			r.left(t.at(), unknownCode)
			return nil
		}
		for _, x := range []struct {
			n  string
			to *graph.ActorID
		}{{"1", &a.from}, {"2", &a.to}} {
			if *x.to, ok, err = r.gdeltActor(t, x.n, a.day); err != nil || !ok {
				return err
			}
		}
		if a.from == a.to {
			r.left(t.at(), toItself)
			return nil
		}
		value, there, err := t.number("goldsteinscale")
		if err != nil {
			return err
		}
		if there {
			a.scaled = &graph.ScaledValue{Scale: "Goldstein", Version: "CAMEO, as in GDELT", Value: value}
		}
		if added, err := t.compactDay("dateadded"); err == nil {
			a.public = graph.MustPeriod(added.String())
		}
		a.text = codeText("CAMEO", t.text("eventcode"), "")
		a.text = strings.TrimSuffix(a.text, ":")
		a.note = gdeltReport(t)
		return r.act(a)
	})
}

// gdeltReport says from what an event was coded.
func gdeltReport(t *table) string {
	s := t.text("nummentions") + " mentions, " + t.text("numsources") + " sources, " + t.text("numarticles") + " articles; tone " + t.text("avgtone")
	if where := t.exact("actiongeo_fullname"); where != "" {
		s += "; in " + where
	}
	if url := t.exact("sourceurl"); url != "" && url != "BBC Monitoring" {
		s += "; " + url
	}
	return s + "."
}

// compactDay reads a day written YYYYMMDD, with or without a time after it.
func (t *table) compactDay(column string) (graph.Day, error) {
	s := t.text(column)
	if len(s) == 14 {
		s = s[:8]
	}
	if len(s) == 8 {
		if d, err := graph.ParseDay(s[:4] + "-" + s[4:6] + "-" + s[6:]); err == nil {
			return d, nil
		}
	}
	return 0, t.bad(column, "%s is not a day; it should be written YYYYMMDD", quote(t.text(column)))
}

// cameoCountries are the country codes of CAMEO that are not those of ISO 3166.
var cameoCountries = map[string]string{"ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}

// gdeltActor gives the actor that a code of CAMEO names: a state if the code is that of
// a country alone, else a role in it, which is not the state.
func (r *run) gdeltActor(t *table, n string, on graph.Day) (graph.ActorID, bool, error) {
	code, country, name := t.exact("actor"+n+"code"), t.exact("actor"+n+"countrycode"), t.exact("actor"+n+"name")
	in := yearWindow(on.Time().Year())
	if code == country && country != "" {
		state := Party{Code: graph.Code{Scheme: "iso3", Value: cmp.Or(cameoCountries[country], country)}, Kinds: []graph.ActorKind{graph.State}}
		switch id, how := r.names.find(state, in); how {
		case ByCode, ByHand:
			return id, true, nil
		case leftOutByHand:
			return "", false, nil
		}
	}
	p := Party{Code: graph.Code{Scheme: "gdelt", Value: code}}
	return r.actor(p, in, func(id graph.ActorID) graph.Actor {
		label := strings.TrimSpace(name + " (" + code + ")")
		return graph.Actor{
			ID: id, Kind: kindByRoles(t.exact("actor"+n+"type1code"), t.exact("actor"+n+"type2code"), t.exact("actor"+n+"type3code")),
			Names: []graph.Name{{Text: label, Language: "en", Primary: true}}, Codes: []graph.Code{p.Code},
			Description: "A role or group that GDELT names by this code of CAMEO.",
		}
	}, "gdelt")
}
