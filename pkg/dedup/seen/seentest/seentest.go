// Package seentest is what every store of records must pass.
package seentest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
)

// Subject is a store under test.
type Subject struct {
	Store  seen.Store
	Age    func()               // lets the ttl of all that is there pass
	Empty  func()               // takes all records away
	Reopen func() seen.Store    // ends the store as a restart does, and gives it again
	Count  func() (records int) // how many it takes room for, expired ones included
}

// Of makes a record.
func Of(incarnation string, seq uint64) seen.Record {
	return seen.Record{Incarnation: incarnation, Sequence: seq, State: dedup.State{
		Version: dedup.Version{Status: dedup.Usable, HasNumber: true, Number: seq, Seq: seq, Pos: 1, Basis: dedup.Basis{Number: true}}, Hash: "h"}}
}

// Run runs the suite; each test gets an empty store.
func Run(t *testing.T, open func(t *testing.T) *Subject) {
	t.Run("model", func(t *testing.T) { model(t, open(t)) })
	t.Run("sequences beyond 53 bits", func(t *testing.T) {
		s := open(t).Store
		const big = 1 << 60
		require.NoError(t, s.Forward(t.Context(), []seen.Put{{Article: "a", Record: Of("i", big+1)}, {Article: "a", Record: Of("i", big)}}))
		got, err := s.Get(t.Context(), []string{"a"})
		require.NoError(t, err)
		require.Equal(t, uint64(big+1), got[0].Sequence)
	})
	t.Run("many at once", func(t *testing.T) { many(t, open(t).Store) })
	t.Run("room is given back", func(t *testing.T) {
		u := open(t)
		for i := range 100 {
			require.NoError(t, u.Store.Forward(t.Context(), []seen.Put{{Article: fmt.Sprint(i), Record: Of("i", 1)}}))
		}
		require.Equal(t, 100, u.Count())
		u.Age()
		require.Zero(t, u.Count())
	})
}

// model compares the store with a map through any order of calls.
func model(t *testing.T, u *Subject) {
	articles := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(r *rapid.T) {
		want := map[string]seen.Record{}
		u.Empty()
		ctx := t.Context()
		r.Repeat(map[string]func(*rapid.T){
			"forward": func(r *rapid.T) {
				var puts []seen.Put
				for range rapid.IntRange(1, 4).Draw(r, "n") {
					article := rapid.SampledFrom(articles).Draw(r, "article")
					rec := Of(rapid.SampledFrom([]string{"i1", "i2"}).Draw(r, "incarnation"), rapid.Uint64Range(1, 12).Draw(r, "sequence"))
					puts = append(puts, seen.Put{Article: article, Record: rec})
					if old, ok := want[article]; !ok || rec.Supersedes(&old) {
						want[article] = rec
					}
				}
				require.NoError(r, u.Store.Forward(ctx, puts))
			},
			"forget": func(r *rapid.T) {
				article := rapid.SampledFrom(articles).Draw(r, "article")
				require.NoError(r, u.Store.Forget(ctx, article))
				delete(want, article)
			},
			"age":    func(*rapid.T) { u.Age(); clear(want) },
			"empty":  func(*rapid.T) { u.Empty(); clear(want) },
			"reopen": func(*rapid.T) { u.Store = u.Reopen() },
			"": func(r *rapid.T) {
				got, err := u.Store.Get(ctx, articles)
				require.NoError(r, err)
				for i, article := range articles {
					if rec, ok := want[article]; ok {
						require.Equal(r, &rec, got[i], article)
					} else {
						require.Nil(r, got[i], article)
					}
				}
			},
		})
	})
}

func many(t *testing.T, s seen.Store) {
	var wg sync.WaitGroup
	for i := range 2000 {
		wg.Go(func() {
			id := fmt.Sprint("a", i)
			if err := s.Forward(t.Context(), []seen.Put{{Article: id, Record: Of("i", uint64(i+1))}}); err != nil {
				t.Error(err)
			}
			got, err := s.Get(t.Context(), []string{id})
			if err != nil || got[0] == nil || got[0].Sequence != uint64(i+1) {
				t.Errorf("%s: %v %v", id, got, err)
			}
		})
	}
	wg.Wait()
}
