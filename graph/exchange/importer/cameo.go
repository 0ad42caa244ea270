package importer

import (
	"strings"

	"github.com/entente/entente/graph"
)

// coding says which acts a code of an event ontology stands for, and in what mood.
// Events are acts, which fade; a code whose kind is a tie stands for the act that is
// nearest, since one report does not tell how long a tie lasts.
type coding struct {
	kinds    []graph.KindName // the first that fits the two actors
	modality graph.Modality
}

func reported(kinds ...graph.KindName) coding { return coding{kinds, graph.Reported} }
func planned(kinds ...graph.KindName) coding  { return coding{kinds, graph.Planned} }

// cameo says it of CAMEO's codes. The longest code that begins a code counts.
//
// Retreat (087) scores up to +10 on Goldstein's scale, and may be a rupture: it is
// a withdrawal of forces, which weighs nothing, and never conciliation.
var cameo = map[string]coding{
	"01": reported("STATES"), "012": reported("EXPRESSES_CONCERN"),
	"02": reported("URGES"),
	"03": planned("SUPPORTS"), "036": planned("MEETS", "SUPPORTS"), "0355": planned("AUTHORIZES_FORCES", "SUPPORTS"), "039": planned("MEDIATES", "SUPPORTS"),
	"04": reported("MEETS"), "041": reported("CALLS", "MEETS"), "045": reported("MEDIATES", "MEETS"),
	"05": reported("SUPPORTS"), "057": reported("SIGNS", "SUPPORTS"),
	"06": reported("SUPPORTS"),
	"07": reported("SUPPORTS"),
	"08": reported("SUPPORTS"), "0861": reported("AUTHORIZES_FORCES", "SUPPORTS"), "087": reported("WITHDRAWS_FORCES"), "0871": reported("STATES"), "0872": reported("STATES"),
	"09": reported("CRITICIZES"),
	"10": reported("DEMANDS"),
	"11": reported("CRITICIZES"),
	"12": reported("REJECTS"),
	"13": reported("WARNS"), "138": reported("THREATENS_FORCE", "WARNS"), "139": reported("THREATENS_FORCE", "WARNS"),
	"14": reported("CRITICIZES"),
	"15": reported("MOBILIZES"),
	"16": reported("SUSPENDS_OR_EXPELS", "REJECTS"), "162": reported("CUTS_AID", "REJECTS"), "163": reported("IMPOSES_SANCTIONS", "REJECTS"), "164": reported("REJECTS"), "165": reported("REJECTS"),
	"17": reported("COERCES"), "172": reported("IMPOSES_SANCTIONS", "COERCES"),
	"18": reported("USES_FORCE"),
	"19": reported("USES_FORCE"),
	"20": reported("USES_FORCE"),
}

// codingOf finds what a code of CAMEO stands for.
func codingOf(code string) (coding, bool) {
	if len(code) == 1 || len(code) == 3 && code[0] != '0' && code[0] != '1' && code[0] != '2' {
		code = "0" + code // a program has read it as a number
	}
	for n := len(code); n >= 2; n-- {
		if c, ok := cameo[code[:n]]; ok {
			return c, true
		}
	}
	return coding{}, false
}

// fitting gives the kind among those of a coding that fits two actors. A statement
// fits all, and weighs nothing.
func (c coding) fitting(from, to graph.ActorKind) graph.KindName {
	for _, name := range c.kinds {
		if k, ok := graph.KindByName(name); ok && k.Fits(from, to) {
			return name
		}
	}
	return "STATES"
}

// kindOfSector gives the kind of actor that a sector word of ICEWS stands for. The
// words are those of the codebook; the first that is known counts.
var kindOfSector = []struct {
	words string
	kind  graph.ActorKind
}{
	{"International Government Organization", graph.Organization},
	{"IGOs", graph.Organization},
	{"Nongovernmental Organization", graph.Organization},
	{"NGOs", graph.Organization},
	{"Insurgents", graph.ArmedGroup},
	{"Rebel", graph.ArmedGroup},
	{"Separatists", graph.ArmedGroup},
	{"Military", graph.ArmedForce},
	{"Army", graph.ArmedForce},
	{"Navy", graph.ArmedForce},
	{"Police", graph.Government},
	{"Business", graph.Company},
	{"Parties", graph.Organization},
	{"Major Party", graph.Organization},
	{"Media", graph.Organization},
	{"General Population", graph.Collective},
	{"Protestors", graph.Collective},
	{"Government", graph.Government},
	{"Executive", graph.Government},
	{"Judicial", graph.Government},
	{"Legislative", graph.Government},
}

// kindBySectors reads the kind of a generic actor ("Military (Mali)") from its
// sectors. What the data set does not say stays unknown.
func kindBySectors(sectors string) graph.ActorKind {
	for _, s := range kindOfSector {
		if strings.Contains(sectors, s.words) {
			return s.kind
		}
	}
	return graph.Unknown
}

// kindOfRole gives the kind of actor that a role of three letters stands for, in
// CAMEO and PLOVER alike.
var kindOfRole = map[string]graph.ActorKind{
	"GOV": graph.Government, "LEG": graph.Government, "JUD": graph.Government, "SPY": graph.Government, "COP": graph.Government, "ELI": graph.Government, "LLY": graph.Collective,
	"MIL": graph.ArmedForce, "PRM": graph.ArmedForce,
	"REB": graph.ArmedGroup, "INS": graph.ArmedGroup, "SEP": graph.ArmedGroup, "UAF": graph.ArmedGroup, "RAD": graph.ArmedGroup, "IMG": graph.ArmedGroup,
	"IGO": graph.Organization, "NGO": graph.Organization, "NGM": graph.Organization, "PTY": graph.Organization, "LAB": graph.Organization, "UNO": graph.Organization,
	"BUS": graph.Company, "MNC": graph.Company,
	"OPP": graph.Collective, "CVL": graph.Collective, "REF": graph.Collective, "CRM": graph.Collective, "MED": graph.Collective, "EDU": graph.Collective, "HLH": graph.Collective,
}

func kindByRoles(roles ...string) graph.ActorKind {
	for _, r := range roles {
		if k, ok := kindOfRole[r]; ok {
			return k
		}
	}
	return graph.Unknown
}
