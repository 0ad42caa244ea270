package main

import (
	"time"

	"github.com/alecthomas/kong"
)

// config is every command with its flags. Each flag can also be given as an
// environment variable, named after it: ENTENTE_QUERY_TIMEOUT for
// --query-timeout. What the command line says goes before the environment.
type config struct {
	Serve       serveCommand       `cmd:"" default:"withargs" help:"Start the service (the default)."`
	Import      importCommand      `cmd:"" help:"Record files as one revision, all of them or nothing: JSON Lines, or a data set of the field as it is downloaded."`
	Export      exportCommand      `cmd:"" help:"Write the record, or a selection of it, to a file."`
	Check       checkCommand       `cmd:"" help:"Tell everything that is wrong with files of JSON Lines, with its line."`
	Key         keyCommand         `cmd:"" help:"Make, list and revoke the keys that let people in."`
	Backup      backupCommand      `cmd:"" help:"Copy the record with its history into a new data folder, while a service runs on it."`
	Copy        copyCommand        `cmd:"" help:"Copy a record with its history from one store to another, and compare the two."`
	Digest      digestCommand      `cmd:"" help:"Print the digest of a record: two stores that hold the same have the same."`
	Restriction restrictionCommand `cmd:"" help:"Hide parts of the record from those below a role, list them, show them again."`

	Version versionCommand `cmd:"" help:"Print the version."`

	PrintVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

// storeFlags say where the record is kept.
type storeFlags struct {
	Store string `group:"record" default:"embedded" placeholder:"STORE" help:"Where the record is kept: 'embedded' for a file in the data folder, or the address of a Neo4j as neo4j://host:7687 (or bolt://, neo4j+s://, bolt+s://)."`
	Data  string `group:"record" default:"entente-data" placeholder:"FOLDER" help:"Data folder of the embedded store. serve and import make it if it is not there."`

	storeAccess `embed:""`
}

// storeAccess is what opens a Neo4j.
type storeAccess struct {
	Neo4jUser         string `group:"record" name:"neo4j-user" placeholder:"NAME" help:"User of the Neo4j; 'neo4j' if only a password is given."`
	Neo4jPasswordFile string `group:"record" name:"neo4j-password-file" placeholder:"FILE" help:"File that holds the password. ENTENTE_NEO4J_PASSWORD holds the password itself; it has no flag, since other users of a machine can read those."`
	Neo4jDatabase     string `group:"record" name:"neo4j-database" placeholder:"NAME" help:"Database of the Neo4j; the user's home database if not given."`
}

// beginFlags say how a record begins, for the commands that begin one.
type beginFlags struct {
	Empty bool `group:"record" help:"Begin a new record with nothing in it. Without this it begins with the bundled data."`
}

// serveCommand starts the service.
type serveCommand struct {
	storeFlags `embed:""`
	beginFlags `embed:""`

	Addr        string   `group:"web" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen. Port 0 takes one that is free."`
	Public      bool     `group:"web" help:"Listen on an address that other machines reach. It takes TLS: a certificate, or --tls-by-proxy. Nobody reads without a key then, unless --anonymous says so."`
	Host        []string `group:"web" placeholder:"NAME" help:"Names under which the service may be asked besides localhost, such as that of a proxy in front of it. With --public every name will do."`
	Origin      []string `group:"web" placeholder:"ORIGIN" help:"Origins of other sites whose pages may read the answers in a browser, as https://gephi.org; * for all."`
	EmbedOrigin []string `group:"web" placeholder:"ORIGIN" help:"Origins of other sites whose pages may show a view in a frame (/embed), as https://example.org."`

	accessFlags `embed:""`

	QueryTimeout  time.Duration `group:"limits" default:"10s" placeholder:"TIME" help:"Time for one GraphQL operation."`
	ExportTimeout time.Duration `group:"limits" default:"5m" placeholder:"TIME" help:"Time for one exported file."`
	MaxBody       int64         `group:"limits" default:"1048576" placeholder:"BYTES" help:"Longest body of a request."`
	AtOnce        int           `group:"limits" default:"32" placeholder:"N" help:"Operations and exports that run at the same time; more wait a second and are then asked to come back."`
	PerClient     int           `group:"limits" default:"16" placeholder:"N" help:"Operations and exports of one client that run at the same time; a client is who shows a key, else an address. 0 for any number."`
	Rate          float64       `group:"limits" default:"50" placeholder:"N" help:"Operations and exports that one client may ask in a second; after a pause, four seconds' worth at once. 0 for any number."`
	Proxy         []string      `group:"limits" placeholder:"ADDRESS" help:"Addresses of proxies in front, as 10.0.0.7 or 10.0.0.0/8: their word on where a request comes from (X-Forwarded-For) is taken."`
	MaxMemory     int64         `group:"limits" default:"0" placeholder:"BYTES" help:"Memory that the program may use; near it, caches are dropped and questions turned away. 0 for what GOMEMLIMIT says, or none."`
	Grace         time.Duration `group:"limits" default:"20s" placeholder:"TIME" help:"Time for running answers to finish when the service is stopped."`

	InitTimeout            time.Duration `group:"limits" default:"10s" placeholder:"TIME" help:"Time for a client to say who it is on a new WebSocket."`
	MaxSockets             int           `group:"limits" default:"20" placeholder:"N" help:"WebSockets that one client may have open."`
	MaxSubscriptions       int           `group:"limits" default:"50" placeholder:"N" help:"Operations that may run on one WebSocket."`
	MaxClientSubscriptions int           `group:"limits" default:"100" placeholder:"N" help:"Subscriptions of one client, over all its connections."`
	MaxAllSubscriptions    int           `group:"limits" default:"2000" placeholder:"N" help:"Subscriptions of all clients."`

	Poll time.Duration `group:"limits" default:"1s" placeholder:"TIME" help:"How often to look for what other services recorded, while somebody follows the record."`

	Documents     string `group:"graphql" placeholder:"FILE" help:"File of the operations that are trusted: a JSON object of their texts by id, as Relay and GraphQL Code Generator write it. They can be asked by documentId."`
	OnlyDocuments bool   `group:"graphql" help:"Answer no operations but those of --documents."`

	NoIntrospection bool `group:"graphql" help:"Answer no questions about the schema. The query page needs them."`

	MaxTokens     int `group:"graphql" default:"5000" placeholder:"N" help:"Words and signs of an operation."`
	MaxDepth      int `group:"graphql" default:"20" placeholder:"N" help:"How deep its fields nest."`
	MaxFields     int `group:"graphql" default:"2000" placeholder:"N" help:"Its fields, with its fragments written out."`
	MaxAliases    int `group:"graphql" default:"50" placeholder:"N" help:"Fields that are renamed."`
	MaxRootFields int `group:"graphql" default:"20" placeholder:"N" help:"Questions that it asks at once."`
	MaxComplexity int `group:"graphql" default:"250000" placeholder:"N" help:"Values that its answer may have, by the sizes of the pages asked for."`

	LogFormat string `group:"log" default:"text" enum:"text,json" placeholder:"FORMAT" help:"Form of the log on standard error: text or json."`
	LogLevel  string `group:"log" default:"info" enum:"debug,info,warn,error" placeholder:"LEVEL" help:"Least level that is logged: debug, info, warn or error. Each request is logged at info."`

	Slow       time.Duration `group:"log" default:"1s" placeholder:"TIME" help:"Requests that take longer are warned of, with how the record was read for them; 0 for none."`
	TraceShare float64       `group:"log" default:"0" placeholder:"SHARE" help:"Share of the requests, 0 to 1, of which traces go to a collector of OpenTelemetry. Its address stands in OTEL_EXPORTER_OTLP_ENDPOINT."`
}

// importCommand records files.
type importCommand struct {
	storeFlags `embed:""`
	beginFlags `embed:""`

	Author string `group:"revision" placeholder:"NAME" help:"Who records it; the user who runs the command if not given."`
	Reason string `group:"revision" placeholder:"TEXT" help:"Why; 'import of' and the names of the files if not given."`
	Key    string `group:"revision" placeholder:"KEY" help:"A revision with a key is recorded once: importing with the same key again changes nothing. If not given, the digest of the records in the files is the key, so that recording a file twice does no harm; standard input has none."`
	After  uint64 `group:"revision" placeholder:"N" help:"Record only if N is still the newest revision."`

	Format   string `group:"file" default:"jsonl" placeholder:"FORMAT" help:"Format of the files: jsonl (JSON Lines, one whole record a line) or a data set: ${dataFormats}. docs/import.md tells what becomes what."`
	Mapping  string `group:"file" placeholder:"FILE" help:"Mapping in YAML that says how the rows of a table of your own (CSV, parted by tabs, or .xlsx) are relations."`
	Sheet    string `group:"file" placeholder:"NAME" help:"Sheet of a spreadsheet (.xlsx) that is read; the mapping's, or else the first, if not given."`
	Guess    bool   `group:"file" help:"Propose a mapping for a table from its header, with its first rows as relations, and record nothing."`
	Names    string `group:"file" placeholder:"FILE" help:"File that says which actors a data set means by names and codes that are not found by themselves. What is not found is written into it, to be filled in."`
	LeaveOut bool   `group:"file" help:"Leave out rows of a data set that name an actor which is not found, instead of recording nothing."`
	Encoding string `group:"file" default:"utf-8" placeholder:"NAME" help:"Encoding of the files of a data set: ${encodings}."`
	DryRun   bool   `group:"revision" help:"Tell what a data set would change, and record nothing."`
	Yes      bool   `group:"revision" help:"Record corrections of what is recorded without asking."`

	Files []string `arg:"" name:"file" help:"Files to read; - for standard input."`
}

// exportCommand writes the record to a file.
type exportCommand struct {
	storeFlags     `embed:""`
	selectionFlags `embed:""`

	Format string `group:"file" default:"jsonl" placeholder:"FORMAT" help:"${formats}"`
	Output string `group:"file" placeholder:"FILE" help:"File to write; standard output if not given."`
}

// checkCommand checks files.
type checkCommand struct {
	storeFlags `embed:""`

	Record bool `help:"What the files refer to may also stand in the record. Without this it must stand in the files."`

	Files []string `arg:"" name:"file" help:"Files of JSON Lines; - for standard input."`
}

// backupCommand copies the record beside a running service.
type backupCommand struct {
	storeFlags `embed:""`

	Folder string `arg:"" name:"folder" help:"Data folder to make. It must hold no record; a copy from a Neo4j that was broken off goes on."`
}

// copyCommand copies a record from one store to another.
type copyCommand struct {
	storeAccess `embed:""`

	From string `group:"record" placeholder:"PLACE" help:"Where the record is: a data folder, or the address of a Neo4j as neo4j://host:7687."`
	To   string `group:"record" placeholder:"PLACE" help:"Where it is to be: a data folder, which is made if it is not there, or the address of a Neo4j. It must hold nothing, or what an earlier copy of the same record left there."`
}

// digestCommand prints a digest.
type digestCommand struct {
	storeFlags `embed:""`
}

// versionCommand prints the version.
type versionCommand struct{}

// selectionFlags are the words of exchange.Selection as flags. The tag word is the
// word's name; its help stands in exchange.Words.
type selectionFlags struct {
	Kinds             []string `group:"selection" word:"kinds" placeholder:"${kinds_value}" help:"${kinds_help}"`
	Class             string   `group:"selection" word:"class" placeholder:"${class_value}" help:"${class_help}"`
	Dimensions        []string `group:"selection" word:"dimensions" placeholder:"${dimensions_value}" help:"${dimensions_help}"`
	Signs             []string `group:"selection" word:"signs" placeholder:"${signs_value}" help:"${signs_help}"`
	On                string   `group:"selection" word:"on" placeholder:"${on_value}" help:"${on_help}"`
	During            string   `group:"selection" word:"during" placeholder:"${during_value}" help:"${during_help}"`
	Dates             string   `group:"selection" word:"dates" placeholder:"${dates_value}" help:"${dates_help}"`
	Lookback          string   `group:"selection" word:"lookback" placeholder:"${lookback_value}" help:"${lookback_help}"`
	PublishedBy       string   `group:"selection" word:"publishedBy" aliases:"publishedBy" placeholder:"${publishedBy_value}" help:"${publishedBy_help}"`
	MinConfidence     string   `group:"selection" word:"minConfidence" aliases:"minConfidence" placeholder:"${minConfidence_value}" help:"${minConfidence_help}"`
	MinAbsoluteWeight string   `group:"selection" word:"minAbsoluteWeight" aliases:"minAbsoluteWeight" placeholder:"${minAbsoluteWeight_value}" help:"${minAbsoluteWeight_help}"`
	Modalities        []string `group:"selection" word:"modalities" placeholder:"${modalities_value}" help:"${modalities_help}"`
	Actors            []string `group:"selection" word:"actors" placeholder:"${actors_value}" help:"${actors_help}"`
	ActorKinds        []string `group:"selection" word:"actorKinds" aliases:"actorKinds" placeholder:"${actorKinds_value}" help:"${actorKinds_help}"`
	Sources           []string `group:"selection" word:"sources" placeholder:"${sources_value}" help:"${sources_help}"`
	Text              string   `group:"selection" word:"text" placeholder:"${text_value}" help:"${text_help}"`
	Of                []string `group:"selection" word:"of" placeholder:"${of_value}" help:"${of_help}"`
	Hops              string   `group:"selection" word:"hops" placeholder:"${hops_value}" help:"${hops_help}"`
	Limit             string   `group:"selection" word:"limit" placeholder:"${limit_value}" help:"${limit_help}"`
	Relations         []string `group:"selection" word:"relations" placeholder:"${relations_value}" help:"${relations_help}"`
	Revision          string   `group:"selection" word:"revision" placeholder:"${revision_value}" help:"${revision_help}"`
	Scenario          string   `group:"selection" word:"scenario" placeholder:"${scenario_value}" help:"${scenario_help}"`
	KnownAt           string   `group:"selection" word:"knownAt" aliases:"knownAt" placeholder:"${knownAt_value}" help:"${knownAt_help}"`
}
