package consumer

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/provider"
)

func TestEachRightTakesInWhatItNamesAndNotItsNeighbour(t *testing.T) {
	t.Parallel()
	mine := contract.NewsSubject{Article: "a", Signal: contract.New, Urgency: 4, Language: "en", Topic: "sport", Provider: "acme"}
	for _, c := range []struct {
		rights Rights
		other  func(*contract.NewsSubject)
	}{
		{Rights{Signals: []contract.Signal{contract.New}}, func(s *contract.NewsSubject) { s.Signal = contract.Update }},
		{Rights{Urgencies: []int{3, 4}}, func(s *contract.NewsSubject) { s.Urgency = 5 }},
		{Rights{Languages: []string{"en"}}, func(s *contract.NewsSubject) { s.Language = "de" }},
		{Rights{Topics: []string{"sport"}}, func(s *contract.NewsSubject) { s.Topic = "none" }},
		{Rights{Providers: []string{"acme"}}, func(s *contract.NewsSubject) { s.Provider = "nordwind" }},
	} {
		require.True(t, c.rights.May(mine, machineuse.Use{}), "%+v", c.rights)
		other := mine
		c.other(&other)
		require.False(t, c.rights.May(other, machineuse.Use{}), "%+v", c.rights)
		other.Signal = contract.Kill
		require.True(t, c.rights.May(other, machineuse.Use{}), "kills are everybody's: %+v", c.rights)
	}
	require.True(t, Rights{}.May(mine, machineuse.Use{Training: machineuse.NotAllowed}))
	require.True(t, Rights{Machine: true}.May(mine, machineuse.Use{Indexing: machineuse.NotAllowed}))
	require.False(t, Rights{Machine: true}.May(mine, machineuse.Use{Training: machineuse.NotAllowed}))
	require.False(t, Rights{Machine: true}.May(mine, machineuse.Use{Input: machineuse.NotAllowed}))
}

func TestTheFileIsReadAndWrongOnesAreRefused(t *testing.T) {
	t.Parallel()
	_, hash := provider.NewKey(rand.Reader)
	good := "consumers:\n  - id: desk\n    keys: [\"" + hash + "\"]\n    reads: {languages: [en-GB], topics: [sport], urgencies: [1, 2], machine: true}\n"
	list, err := parse([]byte(good))
	require.NoError(t, err)
	require.Equal(t, Rights{Languages: []string{"en"}, Topics: []string{"sport"}, Urgencies: []int{1, 2}, Machine: true}, list[0].Rights)
	for _, bad := range []string{
		"consumers: [{id: A}]", "consumers: [{id: a, keys: [abc]}]", "consumers: [{id: a, read: {}}]", "consumers: [{id: a}, {id: a}]",
		"consumers: [{id: a, reads: {languages: [x!]}}]", "consumers: [{id: a, reads: {signals: [old]}}]", "consumers: [{id: a, reads: {urgencies: [0]}}]",
		"consumers: [{id: a, keys: [\"" + hash + "\"]}, {id: b, keys: [\"" + hash + "\"]}]", "consumers: []\n---\nconsumers: []", "consumers: 3",
	} {
		_, err := parse([]byte(bad))
		require.Error(t, err, bad)
	}
}

func TestAChangeIsTakenAndABrokenFileLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "consumers.yaml")
	s, err := Watch(t.Context(), path, zap.NewNop())
	require.NoError(t, err, "a file that is not there has no consumers")
	key, hash := provider.NewKey(rand.Reader)
	knows := func() bool { _, ok := s.ByKey(key); return ok }
	require.False(t, knows())
	require.NoError(t, Add(path, Entry{ID: "desk", Keys: []string{hash}}))
	require.Eventually(t, knows, 20*time.Second, 20*time.Millisecond)
	require.Error(t, Add(path, Entry{ID: "desk"}), "it is there already")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoError(t, os.WriteFile(path, []byte("consumers: 3"), 0o600))
	require.Error(t, s.load(path))
	require.True(t, knows())
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.NoError(t, Add(path, Entry{ID: "other"}))
	require.Eventually(t, func() bool { return !knows() }, 20*time.Second, 20*time.Millisecond)
	require.NoError(t, Remove(path, "other"))
	require.Error(t, Remove(path, "other"))
}
