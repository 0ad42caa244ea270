package graph

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// KindName names a kind of relation, as "DEFENSE_PACT". Names are only ever
// added, never changed or taken away.
type KindName string

// The kinds that rules of the domain speak of. All the others need no word in
// the code: they are rows of kinds.csv.
const (
	MemberOf       KindName = "MEMBER_OF"
	SuspendedFrom  KindName = "SUSPENDED_FROM"
	ForcesIn       KindName = "FORCES_IN"
	PartyTo        KindName = "PARTY_TO"
	HoldsOffice    KindName = "HOLDS_OFFICE"
	OfficeOf       KindName = "OFFICE_OF"
	PledgesDefense KindName = "PLEDGES_DEFENSE"
)

// Class says whether a kind of relation lasts or happens.
type Class string

// The classes of kinds.
const (
	Tie Class = "TIE" // lasts: a treaty, a membership
	Act Class = "ACT" // happens: a call, a threat, a coup
)

// Dimension is the field of life that a kind belongs to.
type Dimension string

// The dimensions.
const (
	Diplomatic    Dimension = "DIPLOMATIC"
	Security      Dimension = "SECURITY"
	Economic      Dimension = "ECONOMIC"
	Legal         Dimension = "LEGAL"
	Informational Dimension = "INFORMATIONAL"
	Political     Dimension = "POLITICAL"
	Geographic    Dimension = "GEOGRAPHIC"
)

// Dimensions lists every dimension.
var Dimensions = []Dimension{Diplomatic, Security, Economic, Legal, Informational, Political, Geographic}

// Kind says what a relation of its name means. The registry, kinds.csv, is the
// one place where kinds are defined; each row gives the reason for its leverage.
type Kind struct {
	Name      KindName
	Class     Class
	Symmetric bool    // stored once, read from both ends
	Weight    float64 // default weight of a relation, -1 (hostile) to +1 (friendly)

	// How far one side can move the other by what it can withhold or inflict, 0 to
	// below 1: forward is of the source over the target, backward of the target
	// over the source. Analysts' first guesses, replaceable in each question.
	LeverageForward, LeverageBackward float64
	LeverageReason                    string

	// Opens is the tie that an act of this kind opens; empty for most. While the
	// tie is recorded too, the act is not counted beside it.
	Opens KindName

	Dimension          Dimension
	FromKinds, ToKinds []ActorKind // the kinds of actors that fit at each end; Collective and Unknown included where they fit
	Qualifiers         []QualifierSpec
	Codes              []Code // what it stands for in cameo, plover, atop, cow-…, wikidata
	Description        string

	labels, inverses map[string]string // by language
}

// QualifierSpec is a qualifier that relations of a kind may carry.
type QualifierSpec struct {
	Name   string
	Values []string // the values allowed; empty for any text
}

//go:embed kinds.csv
var kindsCSV []byte

var (
	kinds      = mustReadKinds(kindsCSV)
	kindByName = func() map[KindName]int {
		m := make(map[KindName]int, len(kinds))
		for i, k := range kinds {
			m[k.Name] = i
		}
		return m
	}()
)

// Kinds lists the registry in its own order. The caller must not change it.
func Kinds() []Kind { return kinds }

// KindByName finds a kind in the registry.
func KindByName(name KindName) (Kind, bool) {
	i, ok := kindByName[name]
	if !ok {
		return Kind{}, false
	}
	return kinds[i], true
}

// Index gives the kind's place in the registry, from 0, or -1 if it is not there.
// It holds for this release only: never store it.
func (n KindName) Index() int {
	if i, ok := kindByName[n]; ok {
		return i
	}
	return -1
}

// Label gives the words for the kind read from its source to its target, in a
// language, else in English.
func (k Kind) Label(language string) string { return inLanguage(k.labels, language) }

// InverseLabel gives the words for the kind read from its target to its source.
func (k Kind) InverseLabel(language string) string { return inLanguage(k.inverses, language) }

func inLanguage(m map[string]string, language string) string {
	if s, ok := m[language]; ok {
		return s
	}
	return m["en"]
}

// Fits reports whether actors of the two kinds can stand at its ends; a symmetric
// kind fits either way round.
func (k Kind) Fits(from, to ActorKind) bool {
	if slices.Contains(k.FromKinds, from) && slices.Contains(k.ToKinds, to) {
		return true
	}
	return k.Symmetric && slices.Contains(k.FromKinds, to) && slices.Contains(k.ToKinds, from)
}

// mustReadKinds reads the registry. A registry that does not read is a bug of
// the build, so it panics.
func mustReadKinds(b []byte) []Kind {
	r := csv.NewReader(bytes.NewReader(b))
	header, err := r.Read()
	if err != nil {
		panic(err)
	}
	var out []Kind
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			panic(err)
		}
		line, _ := r.FieldPos(0)
		k, err := readKind(header, row)
		if err != nil {
			panic(fmt.Sprintf("kinds.csv, line %d: %v", line, err))
		}
		out = append(out, k)
	}
}

func readKind(header, row []string) (Kind, error) {
	f := make(map[string]string, len(row))
	for i, name := range header {
		f[name] = row[i]
	}
	k := Kind{
		Name: KindName(f["name"]), Class: Class(f["class"]), Symmetric: f["symmetric"] == "yes",
		LeverageReason: f["leverage_reason"], Dimension: Dimension(f["dimension"]), Opens: KindName(f["opens"]), Description: f["description"],
		FromKinds: readActorKinds(f["from"]), ToKinds: readActorKinds(f["to"]),
		labels:   map[string]string{"en": f["label_en"], "fr": f["label_fr"]},
		inverses: map[string]string{"en": f["inverse_en"], "fr": f["inverse_fr"]},
	}
	for name, p := range map[string]*float64{"weight": &k.Weight, "leverage_forward": &k.LeverageForward, "leverage_backward": &k.LeverageBackward} {
		v, err := strconv.ParseFloat(f[name], 64)
		if err != nil {
			return k, fmt.Errorf("%s: %w", name, err)
		}
		*p = v
	}
	for part := range strings.SplitSeq(f["qualifiers"], ";") {
		if name, values, ok := strings.Cut(part, "="); ok {
			q := QualifierSpec{Name: name}
			if values != "" {
				q.Values = strings.Split(values, "/")
			}
			k.Qualifiers = append(k.Qualifiers, q)
		}
	}
	for part := range strings.SplitSeq(f["codes"], ";") {
		if scheme, value, ok := strings.Cut(part, ":"); ok {
			k.Codes = append(k.Codes, Code{scheme, value})
		}
	}
	return k, nil
}

// readActorKinds reads "STATE|OFFICE", or ANY for every kind, and adds the kinds
// that stand for states, organizations and groups.
func readActorKinds(s string) []ActorKind {
	if s == "ANY" {
		return ActorKinds
	}
	var out []ActorKind
	group := false
	for part := range strings.SplitSeq(s, "|") {
		k := ActorKind(part)
		out = append(out, k)
		group = group || k == State || k == Organization || k == ArmedGroup || k == ArmedForce
	}
	for _, k := range []ActorKind{Collective, Unknown} {
		if group && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}
