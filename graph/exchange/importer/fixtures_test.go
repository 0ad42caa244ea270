package importer_test

import "strings"

// fixture is a file of a format, a few rows typed by hand.
type fixture struct {
	format, name, text string
	relations          int
	more               []fixtureFile // what the format needs besides
	text1              string        // a word of it that stands in a text, to be damaged
	mapping            string        // of a table of one's own; then there is no format of that name
	twice              string        // what comes of its last line written twice: a part of the error, or nothing where the rows are one
}

// anotherEvent is what a row that stands twice is in the benchmarks, whose events have no
// ids: such things happened twice on a day.
const anotherEvent = "another event"

type fixtureFile struct{ name, text string }

const icewsRow = "1\t2013-01-12\tFrance\tNA\tFrance\tConduct airstrike\t195\t-10\tArmed Rebel (Mali)\tRebel\tMali\t17\t2\tA paper\tKonna\tNA\tMopti\tMali\t14.9\t-3.9\n"

const polecatRow = "e1\t2023-08-15\tCONSULT\tphone\t1.5\tVERBAL\tdiplomatic\tMali\tMali\tMLI\tUNK\t\t\t\t\tRussia\tRussia\tRUS\tUNK\t\t\t\tRussia\tNone\t\t\t\t\t16\t0\t1\t\t\tA paper\t2023-08-16\t\t\t\teng\tNGEC1\n"

var fixtures = []fixture{
	{format: "a table by its ids", name: "visits.csv", twice: `line 4: no: invalid: "2" stands in line 3 already`, text1: "Summit", relations: 2, mapping: bookMapping + "id: no\nnote: why\n", text: "no,from,to,when,why\n1,Mali,Niger,2001,Summit\n2,Mali,Chad,2002,Talks\n"},
	{format: "a table", name: "visits.csv", text1: "Summit", relations: 2, mapping: bookMapping + "note: why\n", text: "from;to;when;why\nMali;Niger;2001;Summit\nMali;Chad;2002;Talks\n"},
	{format: "atop", name: "ddyr.csv", text1: "Typed", relations: 2, text: "stateA,stateB,year,defense,offense,neutral,nonagg,consul,who\n2,20,1949,1,0,0,0,0,Typed\n20,2,1949,1,0,0,0,0,Typed\n2,740,1951,1,0,0,0,0,Typed\n740,2,1951,0,0,0,0,0,Typed\n"},
	{format: "atop", name: "atop5_1m.csv", text1: "Typed", relations: 4, more: []fixtureFile{{"atop5_1a.csv", "atopid,begyr,begmo,begday,endyr,endmo,endday,defense,offense,neutral,nonagg,consul\n3180,1949,4,4,0,0,0,1,0,0,1,1\n"}},
		text: "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,who\n3180,2,1949,4,4,0,0,0,Typed\n3180,20,1949,4,4,0,0,0,Typed\n3180,220,1949,4,4,0,0,0,Typed\n3180,255,1955,5,6,1990,0,0,Typed\n"},
	{format: "cow-igo", name: "state_year.csv", text1: "MLI", relations: 2, text: "ccode,year,state,UN,ECOWAS\n432,1975,MLI,1,1\n432,1976,MLI,1,1\n"},
	{format: "cow-mid", name: "mid.csv", text1: "Mali", relations: 2, text: "disno,namea,statea,stateb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year,hihosta,hihostb\n2569,Mali,432,439,14,12,1974,-9,6,1975,1974,4,3\n2569,Mali,432,439,14,12,1974,-9,6,1975,1975,4,3\n"},
	{format: "cow-contiguity", name: "contdir.csv", twice: `hold "relation:cow-contiguity-2-40-4-1902-05" twice`, text1: "MLI", relations: 2, text: "dyad,statelno,statelab,statehno,statehab,conttype,begin,end\n432436,432,MLI,436,NIR,1,196009,201612\n2040,2,USA,40,CUB,4,190205,190609\n"},
	{format: "cow-war", name: "war.csv", text1: "Typed", relations: 1, text: "warnum,statea,stateb,warstrtmnth,warstrtday,warstrtyr,warendmnth,warenday,warendyr,who\n202,160,200,3,25,1982,6,20,1982,Typed\n202,200,160,3,25,1982,6,20,1982,Typed\n"},
	{format: "cow-diplomatic", name: "exchange.csv", text1: "2006.1", relations: 3, text: "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version\n2,432,1960,0,0,0,2006.1\n2,432,1965,3,3,1,2006.1\n2,432,1970,3,1,1,2006.1\n"},
	{format: "rivalries", name: "rivalries.csv", twice: `line 3: tssr_id: invalid: "131" stands in line 2 already`, text1: "Burkina", relations: 1, text: "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial\n131,Burkina Faso-Mali,432,439,1960,1986,0,1\n"},
	{format: "archigos", name: "leaders.tab", twice: `line 3: obsid: invalid: "MLI-1960" stands in line 2 already`, text1: "Keita", relations: 2, text: "obsid\tleadid\tccode\tleader\tstartdate\tenddate\tentry\texit\texitcode\tyrborn\nMLI-1960\tabc\t432\tKeita\t1960-09-22\t1968-11-19\tRegular\tIrregular\tRemoved by Military\t1915\n"},
	{format: "capabilities", name: "NMC-70.csv", twice: `line 4: year: invalid: the state 432 has the year 1963 already`, text1: "Typed", relations: 0, text: "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\nMLI,432,1961,7000,3,0,-9,4200,150,0.0003,Typed\nMLI,432,1963,8000,3,0,12,4300,155,0.0004,Typed\n"},
	{format: "icews", name: "events.tab", twice: `line 3: invalid: "relation:icews-1" stands in an earlier line`, text1: "Konna", relations: 1, text: icewsHeader + icewsRow},
	{format: "icews14", name: "events.csv", twice: anotherEvent, text1: "France", relations: 1, text: "date,source,relation,cameo,target\n2014-01-12,France,Consult,040,Mali\n"},
	{format: "icews05-15", name: "events.csv", twice: anotherEvent, text1: "France", relations: 1, text: "date,source,relation,cameo,target\n2006-01-12,France,Consult,040,Mali\n"},
	{format: "icews18", name: "train.txt", twice: anotherEvent, relations: 1, text: "0 0 1 24 0\n", more: []fixtureFile{{"entity2id.txt", "Mali\t0\nNiger\t1\n"}, {"relation2id.txt", "Consult\t0\n"}, {"codes.csv", "code,name\n040,Consult\n"}}},
	{format: "gdelt", name: "20200818.export.CSV", twice: `line 2: invalid: "relation:gdelt-1" stands in an earlier line`, text1: "MALI", relations: 1, text: gdeltLine(map[int]string{0: "1", 1: "20200818", 5: "MLIMIL", 6: "MALI", 7: "MLI", 12: "MIL", 15: "MLI", 16: "MALI", 17: "MLI", 26: "190", 30: "-10", 59: "20200818", 60: "https://example.org/a"}, 61)},
	{format: "polecat", name: "polecat.tab", twice: `line 3: invalid: "relation:polecat-e1" stands in an earlier line`, text1: "Typed", relations: 1, text: polecatHeader + strings.Replace(polecatRow, "A paper", "Typed", 1)},
	{format: "unga", name: "agreement.csv", text1: "Typed", relations: 1, text: "ccode1,ccode2,year,agree,who\n432,2,2018,0.23,Typed\n"},
	{format: "wikidata", name: "items.json", text1: "republic", relations: 1, text: `{"entities":{"Q912":{"type":"item","id":"Q912","labels":{"en":{"language":"en","value":"Mali"}},"descriptions":{"en":{"language":"en","value":"a republic"}},"claims":{"P463":[{"id":"Q912$A-1","rank":"normal","mainsnak":{"snaktype":"value","datavalue":{"type":"wikibase-entityid","value":{"entity-type":"item","id":"Q1065"}}},"qualifiers":{"P580":[{"snaktype":"value","datavalue":{"type":"time","value":{"time":"+1960-09-28T00:00:00Z","precision":11}}}]}}]}}}}` + "\n"},
	{format: "wikidata", name: "result.json", twice: `is not the JSON of a SPARQL result`, text1: "Keita", relations: 1, text: `{"head":{"vars":["from","property","to"]},"results":{"bindings":[
{"from":{"type":"uri","value":"http://www.wikidata.org/entity/Q912"},"property":{"type":"uri","value":"http://www.wikidata.org/prop/direct/P463"},"to":{"type":"uri","value":"http://www.wikidata.org/entity/Q1065"},"fromLabel":{"xml:lang":"en","type":"literal","value":"Keita"},"start":{"type":"literal","value":"1960-09-28T00:00:00Z"}}
]}}
`},
	{format: "ftm", name: "entities.ftm.json", twice: `line 4: id: invalid: "c" stands in line 3 already`, text1: "Modibo", relations: 1, text: `{"id":"a","schema":"Person","properties":{"name":["Modibo Keita"]}}
{"id":"b","schema":"Position","properties":{"name":["President of Mali, by hand"]}}
{"id":"c","schema":"Occupancy","properties":{"holder":["a"],"post":["b"],"startDate":["1960-09-22"],"endDate":["1968-11-19"]},"datasets":["by_hand"]}
`},
}
