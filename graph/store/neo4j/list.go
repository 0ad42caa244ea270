package neo4j

import (
	"context"
	_ "embed"
	"iter"
	"slices"

	"github.com/entente/entente/graph"
)

var (
	//go:embed cypher/list_all_newest.cypher
	listAllNewestCypher string
	//go:embed cypher/list_all_oldest.cypher
	listAllOldestCypher string
	//go:embed cypher/list_all.cypher
	listAllCypher string
	//go:embed cypher/list_among.cypher
	listAmongCypher string
	//go:embed cypher/list_of_actor_newest.cypher
	listOfActorNewestCypher string
	//go:embed cypher/list_of_actor_oldest.cypher
	listOfActorOldestCypher string
	//go:embed cypher/list_of_actor.cypher
	listOfActorCypher string
	//go:embed cypher/list_between.cypher
	listBetweenCypher string
)

// groupRows is about how many records one read of several lists brings.
const groupRows = 5000

// list is one list of a query, as far as it is read.
type list struct {
	at        graph.ActorID // empty for the whole graph
	statement string
	after     *graph.Key     // the last row that was read; nil before the first
	read      []graph.Listed // what is read and not yielded yet
	ended     bool           // the database has no more
	left      int            // how many relations may still be yielded; below 0 for all
}

// wants reports whether the list must be read further before it can be yielded.
func (l *list) wants() bool { return !l.ended && (l.left < 0 || len(l.read) < l.left) }

// take gives what is read and may be yielded.
func (l *list) take() []graph.Listed {
	out := l.read
	l.read = nil
	if l.left >= 0 {
		out = out[:min(len(out), l.left)]
		l.left -= len(out)
	}
	return out
}

// FindRelations yields the lists of a query, one after the other, page by page, in
// the order asked for and as far as is wanted.
func (s *snapshot) FindRelations(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	if q.Filter.PublishedBy != nil && q.Order == graph.Strongest {
		return s.sortedLists(ctx, q)
	}
	return func(yield func(graph.Listed, error) bool) {
		r := s.lister(q)
		for group := range slices.Chunk(r.lists, max(1, groupRows/r.page)) {
			if !r.yieldGroup(ctx, group, yield) {
				return
			}
		}
		if len(r.lists) == 0 {
			emit(ctx, s, nil, yield)
		}
	}
}

// lister reads the lists of a query.
type lister struct {
	*snapshot
	q      graph.RelationQuery
	filter parameters
	page   int // how many rows of a list one read brings at first
	lists  []*list
}

func (s *snapshot) lister(q graph.RelationQuery) *lister {
	if q.Order == "" {
		q.Order = graph.Newest
	}
	r := &lister{snapshot: s, q: q, filter: s.with(filterParameters(q.Filter)), page: firstPage}
	if q.Limit > 0 && !q.Filter.NeedsEvidence() {
		r.page = min(q.Limit, lastPage)
	}
	r.filter["direction"], r.filter["order"] = directionOf(q.Direction), string(q.Order)
	r.filter["never"], r.filter["ever"] = int64(graph.MinDay), ever
	left := q.Limit
	if q.Limit <= 0 {
		left = -1
	}
	if q.At == nil {
		r.lists = []*list{{statement: wholeStatement(q), after: q.After, left: left}}
	}
	for _, at := range distinct(q.At) {
		r.lists = append(r.lists, &list{at: at, statement: actorStatement(q, at), after: q.After, left: left})
	}
	return r
}

func wholeStatement(q graph.RelationQuery) string {
	switch {
	case len(q.Filter.Actors) > 0:
		return listAmongCypher
	case q.Order == graph.Newest:
		return listAllNewestCypher
	case q.Order == graph.Oldest:
		return listAllOldestCypher
	}
	return listAllCypher
}

func actorStatement(q graph.RelationQuery, at graph.ActorID) string {
	switch {
	case len(q.Filter.Actors) > 0 && !slices.Contains(q.Filter.Actors, at):
		return listBetweenCypher
	case q.Order == graph.Newest:
		return listOfActorNewestCypher
	case q.Order == graph.Oldest:
		return listOfActorOldestCypher
	}
	return listOfActorCypher
}

// yieldGroup yields some lists, whose first pages are read together, and reports
// whether the loop goes on.
func (r *lister) yieldGroup(ctx context.Context, group []*list, yield func(graph.Listed, error) bool) bool {
	page := r.page
	err := r.readPages(ctx, group, page)
	for i, l := range group {
		for {
			if err != nil {
				yield(graph.Listed{}, err)
				return false
			}
			if !emit(ctx, r, l.take(), yield) {
				return false
			}
			if l.ended || l.left == 0 {
				break
			}
			page = min(4*page, lastPage)
			err = r.readPages(ctx, toRead(group[i:]), page)
		}
	}
	return true
}

// toRead gives what is read together with the first list: nothing if it is read
// to its end, else the lists after it that want more too.
func toRead(lists []*list) []*list {
	if lists[0].left < 0 {
		return lists[:1]
	}
	return slices.DeleteFunc(slices.Clone(lists), func(l *list) bool { return !l.wants() })
}

// readPages reads the next page of each list, those of one statement together.
func (r *lister) readPages(ctx context.Context, lists []*list, page int) error {
	byStatement := map[string][]*list{}
	for _, l := range lists {
		byStatement[l.statement] = append(byStatement[l.statement], l)
	}
	for statement, some := range byStatement {
		cursors := make([]any, len(some))
		for i, l := range some {
			cursors[i] = r.cursor(i, l)
		}
		r.filter["lists"], r.filter["limit"] = cursors, page
		rows, err := r.query(ctx, statement, r.filter)
		if err != nil {
			return err
		}
		if err := r.add(some, rows, page); err != nil {
			return err
		}
	}
	return nil
}

// ever is the sort key of an unknown start in the order Oldest, where it comes
// last: beyond all days.
const ever = int64(1) << 40

// cursor says where a list goes on, for the statements that follow an index (day,
// upTo and id) and for those that sort (key and id).
func (r *lister) cursor(number int, l *list) parameters {
	c := parameters{"number": number, "at": string(l.at), "day": int64(graph.MaxDay), "upTo": int64(graph.MaxDay), "key": nil, "id": ""}
	if r.q.Order == graph.Oldest {
		c["day"] = int64(graph.MinDay) + 1 // the undated come last
	}
	if k := l.after; k != nil {
		c["day"], c["id"], c["key"] = int64(k.Day), k.ID, r.sortKey(*k)
	}
	switch last := r.filter["last"].(int64); { // nothing fits that begins after it
	case r.q.Order == graph.Newest && last < c["day"].(int64):
		c["day"], c["id"] = last, ""
	case l.undated():
		c["upTo"] = int64(graph.MinDay)
	case r.q.Order == graph.Oldest:
		c["upTo"] = last
	}
	return c
}

// sortKey gives a place in the order as the statements that sort compute it.
func (r *lister) sortKey(k graph.Key) any {
	switch {
	case r.q.Order == graph.Strongest:
		return 0 - k.Strength // as it is written there: 0 - 0 is not -0
	case r.q.Order == graph.Newest:
		return -int64(k.Day)
	case k.Day == graph.MinDay:
		return ever
	}
	return int64(k.Day)
}

// add adds rows to their lists: what the filter matches, where the database could
// not know.
func (r *lister) add(lists []*list, rows []row, page int) error {
	read := make([]int, len(lists))
	for _, row := range rows {
		v := row.Values
		i := integer(v[0])
		l := lists[i]
		read[i]++
		l.after = &graph.Key{ID: text(v[1]), Day: day(v[6]), Strength: number(v[7])}
		x, err := decodeRelation(text(v[3]), revisionNumber(v[2]))
		if err != nil {
			return err
		}
		ok := true
		if r.q.Filter.NeedsEvidence() {
			x, ok = r.q.Filter.Match(x, graph.ActorKind(text(v[4])), graph.ActorKind(text(v[5])))
		}
		if ok {
			l.read = append(l.read, graph.Listed{At: l.at, Relation: x})
		}
	}
	for i, l := range lists {
		l.ended = read[i] < page && !l.turn(r.q.Order)
	}
	return nil
}

// turn goes on to the undated relations, which the order Oldest has last although
// the index has them first. It reports whether there was something to turn to.
func (l *list) turn(o graph.RelationOrder) bool {
	if o != graph.Oldest || l.undated() || l.statement != listOfActorOldestCypher && l.statement != listAllOldestCypher {
		return false
	}
	l.after = &graph.Key{Day: graph.MinDay}
	return true
}

// undated reports whether the list, in the order Oldest, is at those without a
// start.
func (l *list) undated() bool { return l.after != nil && l.after.Day == graph.MinDay }

// sortedLists yields lists whose order the database cannot know, because it
// depends on the evidence that was public: each is read to its end and sorted.
func (s *snapshot) sortedLists(ctx context.Context, q graph.RelationQuery) iter.Seq2[graph.Listed, error] {
	whole := q
	whole.Order, whole.After, whole.Limit = graph.Newest, nil, 0
	return func(yield func(graph.Listed, error) bool) {
		var list []graph.Listed
		for r, err := range s.FindRelations(ctx, whole) {
			if err != nil {
				yield(graph.Listed{}, err)
				return
			}
			if len(list) > 0 && list[0].At != r.At {
				if !emit(ctx, s, sorted(list, q), yield) {
					return
				}
				list = nil
			}
			list = append(list, r)
		}
		emit(ctx, s, sorted(list, q), yield)
	}
}

// sorted gives a list in the order of the query, after its key, to its limit.
func sorted(list []graph.Listed, q graph.RelationQuery) []graph.Listed {
	key := func(r graph.Listed) graph.Key { return q.Order.KeyOf(r.Edge()) }
	list = slices.DeleteFunc(list, func(r graph.Listed) bool {
		return q.After != nil && q.Order.Compare(key(r), *q.After) <= 0
	})
	slices.SortFunc(list, func(a, b graph.Listed) int { return q.Order.Compare(key(a), key(b)) })
	if q.Limit > 0 {
		list = list[:min(len(list), q.Limit)]
	}
	return list
}
