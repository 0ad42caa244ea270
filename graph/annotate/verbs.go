package annotate

import "github.com/entente/entente/graph"

// verb is a run of words that is read as a kind of relation.
type verb struct {
	kind    graph.KindName
	words   string // alternatives, parted by '|'
	passive bool   // the one who acts stands after it
}

// verbs are the words that are read as kinds, in English and French: only those
// that say one kind, as CAMEO and PLOVER code them. What the registry of kinds
// lacks is left out.
var verbs = []verb{
	{"CALLS", "telephone conversation with|phone call with|spoke by phone with|talked by phone with|telephoned|phoned|called|s'est entretenu par telephone avec|entretien telephonique avec|a appele|a telephone a", false},
	{"MEETS", "met with|met|holds talks with|held talks with|talks with|met in person with|a rencontre|s'est entretenu avec", false},
	{"URGES", "urged|urges|urge|called on|appealed to|appeals to|exhorte|a exhorte|a appele a", false},
	{"DEMANDS", "demanded|demands|insisted that|gave an ultimatum to|exige|a exige", false},
	{"REJECTS", "rejected|rejects|refused|opposes|opposed|rejette|a rejete|s'oppose a", false},
	{"CRITICIZES", "criticized|criticised|condemned|condemns|denounced|denounces|accused|accuses|condamne|a condamne|denonce|a denonce|accuse|a accuse", false},
	{"SUPPORTS", "supported|backed|backs|voiced support for|stands with|soutient|a soutenu|apporte son soutien a", false},
	{"EXPRESSES_CONCERN", "expressed concern about|expressed concern over|is concerned about|fear|s'inquiete de|a exprime sa preoccupation", false},
	{"WARNS", "warned|warns|a averti|met en garde|a mis en garde", false},
	{"THREATENS_FORCE", "threatened to invade|threatened to attack|threatened military action against|threatened to use force against|threatened|a menace", false},
	{"MOBILIZES", "mobilized against|mobilised against|massed troops against|a mobilise contre", false},
	{"USES_FORCE", "attacked|bombed|shelled|invaded|struck|launched strikes on|a attaque|a bombarde|a envahi", false},
	{"USES_FORCE", "was attacked by|was bombed by|was invaded by|a ete attaque par", true},
	{"OUSTS", "ousted|overthrew|toppled|deposed|a renverse|ont renverse", false},
	{"OUSTS", "was ousted by|was overthrown by|was deposed by|a ete renverse par", true},
	{"IMPOSES_SANCTIONS", "imposed sanctions on|imposed sanctions against|sanctioned|slapped sanctions on|a impose des sanctions a|a sanctionne", false},
	{"IMPOSES_SANCTIONS", "was sanctioned by|was placed under sanctions by|a ete sanctionne par", true},
	{"SUSPENDS_OR_EXPELS", "suspended|expelled|a suspendu|a expulse", false},
	{"SUSPENDS_OR_EXPELS", "was suspended from|was suspended by|was expelled by|was expelled from|a ete suspendu de|a ete suspendu par", true},
	{"WITHDRAWS_FORCES", "withdrew its troops from|withdrew its forces from|pulled its troops out of|pulled out of|a retire ses troupes de|a retire ses forces de", false},
	{"SIGNS", "signed a treaty with|signed an agreement with|signed a pact with|signed a deal with|a signe un accord avec|a signe un traite avec", false},
	{"CUTS_AID", "suspended aid to|cut aid to|cut off aid to|halted aid to|froze aid to|a suspendu son aide a", false},
	{"FORCES_IN", "has troops in|has forces in|stationed troops in|deployed troops to|deployed forces to|a deploye des troupes au", false},
	{"SUPPLIES_ARMS", "delivered weapons to|supplied arms to|supplied weapons to|sold arms to|delivered helicopters to|a livre des armes a", false},
	{"RECOGNIZES", "recognized|recognised|recognizes|recognises|a reconnu|reconnait", false},
	{"MEDIATES", "mediated between|offered to mediate between", false},
	{"VOTES_WITH", "voted with|a vote avec", false},
}

// hints are words before a verb, within a few words, that suggest a modality
// other than what was done. The first that is found counts.
var hints = []struct {
	modality graph.Modality
	words    string
}{
	{graph.Conditional, "could|might|may|would|if|possible|possibly|pourrait|pourraient|si"},
	{graph.Planned, "will|plans to|planned to|is to|are to|intends to|agreed to|prevoit de|doit|doivent"},
	{graph.Ordered, "ordered|a ordonne|ont ordonne"},
}

// sayings are words in a sentence that put it in somebody's mouth.
const sayings = "said|says|according to|told|stated|announced|a declare|a dit|selon"
