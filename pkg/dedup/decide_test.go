package dedup_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/dedup"
)

// at is a usable version that came at seq, with content hash.
func at(seq uint64, hash string) dedup.State {
	return dedup.State{Version: dedup.Version{Status: dedup.Usable, Seq: seq, Pos: 1}, Hash: hash}
}

func numbered(s dedup.State, n uint64) dedup.State {
	s.Version.HasNumber, s.Version.Number = true, n
	return s
}

func dated(s dedup.State, second int64) dedup.State {
	s.Version.HasCreated, s.Version.Created = true, time.Unix(second, 0).UTC()
	return s
}

func status(s dedup.State, k dedup.Status) dedup.State { s.Version.Status = k; return s }

func epoch(s dedup.State, e uint64) dedup.State { s.Version.Epoch = e; return s }

// restored is a version that an operator ran again: arrival since began its epoch.
func restored(s dedup.State, e, since uint64) dedup.State {
	s.Version.Epoch, s.Version.Since, s.Version.Replay = e, since, 1
	return s
}

// run applies versions one after the other as publish does, and gives the
// verdicts and the last word.
func run(in ...dedup.State) ([]dedup.Decision, *dedup.State) {
	var last *dedup.State
	var out []dedup.Decision
	for _, s := range in {
		d := dedup.Decide(last, s)
		out = append(out, d)
		if d.Verdict == dedup.Publish {
			last = &dedup.State{Version: d.Version, Hash: s.Hash}
		}
	}
	return out, last
}

func TestDecide(t *testing.T) {
	t.Parallel()
	kill, hold := dedup.Canceled, dedup.Withheld
	replay := at(1, "b")
	replay.Version.Replay = 1
	second := at(5, "c")
	second.Version.Pos = 2
	for name, c := range map[string]struct {
		in                 []dedup.State
		want               dedup.Verdict
		unchanged, return_ bool
	}{
		"first":                               {in: []dedup.State{at(1, "a")}, want: dedup.Publish},
		"redelivered":                         {in: []dedup.State{at(1, "a"), at(1, "a")}, want: dedup.Ours},
		"redelivered after a later one":       {in: []dedup.State{at(1, "a"), at(2, "b"), at(1, "a")}, want: dedup.Stale},
		"later by arrival":                    {in: []dedup.State{at(1, "a"), at(2, "b")}, want: dedup.Publish},
		"same content later":                  {in: []dedup.State{at(1, "a"), at(2, "a")}, want: dedup.Duplicate},
		"same content earlier":                {in: []dedup.State{at(2, "a"), at(1, "a")}, want: dedup.Duplicate},
		"back to older content":               {in: []dedup.State{at(1, "a"), at(2, "b"), at(3, "a")}, want: dedup.Publish},
		"older number late":                   {in: []dedup.State{numbered(at(1, "a"), 2), numbered(at(2, "b"), 1)}, want: dedup.Stale},
		"same number, other content":          {in: []dedup.State{numbered(at(1, "a"), 2), numbered(at(2, "b"), 2)}, want: dedup.Publish},
		"higher number, same content":         {in: []dedup.State{numbered(at(1, "a"), 2), numbered(at(2, "a"), 3)}, want: dedup.Publish, unchanged: true},
		"later date, same content":            {in: []dedup.State{dated(at(1, "a"), 2), dated(at(2, "a"), 3)}, want: dedup.Publish, unchanged: true},
		"lower number, same content":          {in: []dedup.State{numbered(at(1, "a"), 2), numbered(at(2, "a"), 1)}, want: dedup.Stale},
		"number before date":                  {in: []dedup.State{numbered(dated(at(1, "a"), 9), 1), numbered(dated(at(2, "b"), 3), 2)}, want: dedup.Publish},
		"number lacking":                      {in: []dedup.State{numbered(at(1, "a"), 2), at(2, "b")}, want: dedup.Publish},
		"number lacking, same content":        {in: []dedup.State{numbered(at(1, "a"), 2), at(2, "a")}, want: dedup.Duplicate},
		"number lacking, redelivered":         {in: []dedup.State{numbered(at(1, "a"), 1), at(5, "b"), numbered(at(2, "c"), 3), at(5, "b")}, want: dedup.Stale},
		"number lacking, after another":       {in: []dedup.State{numbered(at(1, "a"), 1), at(5, "b"), numbered(at(2, "c"), 3), at(6, "d")}, want: dedup.Publish},
		"date beats no redelivery":            {in: []dedup.State{dated(numbered(at(1, "a"), 1), 1), dated(at(2, "b"), 4), dated(numbered(at(3, "c"), 4), 1), dated(at(2, "b"), 4)}, want: dedup.Stale},
		"a kill that lacks its number":        {in: []dedup.State{numbered(at(1, "a"), 1), at(5, "b"), status(at(3, "k"), kill)}, want: dedup.Publish},
		"twice in a delivery, number lacking": {in: []dedup.State{numbered(at(1, "a"), 1), at(5, "b"), second}, want: dedup.Publish},
		"number only later":                   {in: []dedup.State{at(5, "a"), numbered(at(2, "b"), 9)}, want: dedup.Stale},
		"replay, same content":                {in: []dedup.State{at(1, "a"), {Version: replay.Version, Hash: "a"}}, want: dedup.Duplicate},
		"replay, other content":               {in: []dedup.State{at(1, "a"), replay}, want: dedup.Publish},
		"replay of what is superseded":        {in: []dedup.State{at(1, "a"), at(2, "c"), replay}, want: dedup.Stale},
		"kill":                                {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill)}, want: dedup.Publish},
		"kill with a lower number":            {in: []dedup.State{numbered(at(1, "a"), 9), status(numbered(at(2, "k"), 1), kill)}, want: dedup.Publish},
		"kill that came earlier":              {in: []dedup.State{at(2, "a"), status(at(1, "k"), kill)}, want: dedup.Publish},
		"after a kill":                        {in: []dedup.State{status(numbered(at(1, "k"), 1), kill), numbered(at(2, "a"), 9)}, want: dedup.Killed},
		"withheld after a kill":               {in: []dedup.State{status(at(1, "k"), kill), status(at(2, "w"), hold)}, want: dedup.Killed},
		"same hash after a kill":              {in: []dedup.State{status(at(1, "k"), kill), at(2, "k")}, want: dedup.Killed},
		"kill twice":                          {in: []dedup.State{status(at(1, "k"), kill), status(at(2, "k"), kill)}, want: dedup.Duplicate},
		"another kill":                        {in: []dedup.State{status(at(1, "k"), kill), status(at(2, "l"), kill)}, want: dedup.Publish},
		"restore":                             {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), epoch(at(1, "a"), 1)}, want: dedup.Publish, return_: true},
		"older epoch after a restore":         {in: []dedup.State{status(at(2, "k"), kill), epoch(at(3, "a"), 1), at(2, "b")}, want: dedup.Stale},
		"the lifted kill redelivered":         {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), restored(at(1, "a"), 1, 5), status(at(2, "k"), kill)}, want: dedup.Stale},
		"another kill from before a restore":  {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), restored(at(1, "a"), 1, 5), status(at(4, "l"), kill)}, want: dedup.Stale},
		"a kill after the restore it follows": {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), restored(at(1, "a"), 1, 5), at(6, "b"), status(at(7, "k"), kill)}, want: dedup.Publish},
		"a kill between two restores":         {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), restored(at(1, "a"), 1, 5), restored(at(3, "b"), 1, 7), status(at(6, "l"), kill)}, want: dedup.Publish},
		"update after a restore":              {in: []dedup.State{numbered(at(1, "a"), 3), status(numbered(at(2, "k"), 4), kill), restored(numbered(at(1, "a"), 3), 1, 5), numbered(at(6, "b"), 4)}, want: dedup.Publish},
		"restored twice":                      {in: []dedup.State{at(1, "a"), status(at(2, "k"), kill), restored(at(1, "a"), 1, 5), restored(at(1, "a"), 1, 5)}, want: dedup.Ours},
		"kill after a restore":                {in: []dedup.State{status(at(2, "k"), kill), epoch(at(3, "a"), 1), status(at(4, "k"), kill)}, want: dedup.Publish},
		"withheld":                            {in: []dedup.State{at(1, "a"), status(at(2, "w"), hold)}, want: dedup.Publish},
		"return of withheld":                  {in: []dedup.State{at(1, "a"), status(at(2, "w"), hold), at(3, "a")}, want: dedup.Publish, return_: true},
		"older one while withheld":            {in: []dedup.State{status(at(2, "w"), hold), at(1, "a")}, want: dedup.Stale},
		"withheld redelivered after a return": {in: []dedup.State{status(at(2, "w"), hold), at(3, "a"), status(at(2, "w"), hold)}, want: dedup.Stale},
		"update after a return":               {in: []dedup.State{status(at(2, "w"), hold), at(3, "a"), at(4, "b")}, want: dedup.Publish},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, _ := run(c.in...)
			d := all[len(all)-1]
			require.Equal(t, c.want, d.Verdict)
			require.Equal(t, c.unchanged, d.Unchanged, "unchanged")
			require.Equal(t, c.return_, d.Return, "return")
		})
	}
}

func TestTheLastWordNeverGoesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		hash := rapid.SampledFrom([]string{"a", "b", "c"})
		var last *dedup.State
		for range rapid.IntRange(1, 12).Draw(rt, "n") {
			next := dedup.State{Version: anyVersion().Draw(rt, "next"), Hash: hash.Draw(rt, "hash")}
			d := dedup.Decide(last, next)
			if d.Verdict != dedup.Publish {
				require.NotNil(rt, last, "the first one is published")
				continue
			}
			if last != nil {
				require.Positive(rt, dedup.Compare(d.Version, last.Version))
				if last.Version.Status == dedup.Canceled && d.Version.Epoch == last.Version.Epoch {
					require.Equal(rt, dedup.Canceled, d.Version.Status, "nothing but a kill follows a kill")
				}
			}
			last = &dedup.State{Version: d.Version, Hash: next.Hash}
			require.Equal(rt, dedup.Ours, dedup.Decide(last, next).Verdict, "the same delivery again is ours")
		}
	})
}

// versionsWithNumbers draws what convergence is promised for: all have a number,
// and all or none a date, so that whichever comes first fixes the same basis.
// Content differs: a duplicate that is dropped leaves no trace in the order.
func versionsWithNumbers() *rapid.Generator[[]dedup.State] {
	return rapid.Custom(func(t *rapid.T) []dedup.State {
		dates := rapid.Bool().Draw(t, "dates")
		var out []dedup.State
		for i := range rapid.IntRange(1, 6).Draw(t, "n") {
			s := numbered(at(uint64(i+1), string(rune('a'+i))), rapid.Uint64Range(1, 4).Draw(t, "number"))
			if dates {
				s = dated(s, rapid.Int64Range(0, 3).Draw(t, "second"))
			}
			out = append(out, status(s, rapid.SampledFrom([]dedup.Status{dedup.Usable, dedup.Usable, dedup.Usable, dedup.Withheld, dedup.Canceled}).Draw(t, "status")))
		}
		return out
	})
}

func TestAnyOrderOfArrivalEndsInTheSameLastWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		in := versionsWithNumbers().Draw(rt, "versions")
		_, want := run(in...)
		shuffled := rapid.Permutation(in).Draw(rt, "shuffled")
		again := slices.Concat(shuffled, rapid.SliceOf(rapid.SampledFrom(in)).Draw(rt, "redelivered"))
		_, got := run(again...)
		require.Equal(rt, want.Hash, got.Hash)
		require.True(rt, want.Version.SameArrival(got.Version))
	})
}

// anyArrivals draws versions of one article of any status that lack any field.
func anyArrivals() *rapid.Generator[[]dedup.State] {
	return rapid.Custom(func(t *rapid.T) []dedup.State {
		var out []dedup.State
		for i := range rapid.IntRange(1, 6).Draw(t, "n") {
			v := anyVersion().Draw(t, "version")
			v.Epoch, v.Since, v.Lacked, v.Seq, v.Pos, v.Replay = 0, 0, 0, uint64(i+1), 1, 0
			out = append(out, dedup.State{Version: v, Hash: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "hash")})
		}
		return out
	})
}

func TestNothingIsPublishedTwiceHoweverOftenItIsDelivered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		in := anyArrivals().Draw(rt, "versions")
		arrivals := rapid.SliceOfN(rapid.SampledFrom(in), 1, 20).Draw(rt, "deliveries")
		decisions, _ := run(arrivals...)
		published := map[uint64]bool{}
		for i, d := range decisions {
			if d.Verdict == dedup.Publish {
				require.False(rt, published[arrivals[i].Version.Seq], "twice: %s", arrivals[i].Version)
				published[arrivals[i].Version.Seq] = true
			}
		}
	})
}
