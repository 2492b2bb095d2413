package consumer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

func TestTheSubjectsOfRights(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rights Rights
		want   []string
	}{
		{Rights{}, []string{"news.>"}},
		{Rights{Signals: []contract.Signal{contract.Kill}}, []string{"news.*.kill.>"}},
		{Rights{Signals: []contract.Signal{contract.Kill, contract.New}}, []string{"news.*.new.*.*.*.*", "news.*.kill.>"}},
		{Rights{Languages: []string{"en", "de", "en"}, Urgencies: []int{1}}, []string{"news.*.*.1.de.*.*", "news.*.*.1.en.*.*", "news.*.kill.>"}},
		{Rights{Topics: []string{"sport"}, Providers: []string{"acme"}}, []string{"news.*.*.*.*.sport.acme", "news.*.kill.>"}},
	} {
		got, err := c.rights.Filters()
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%+v", c.rights)
	}
	_, err := Rights{Machine: true}.Filters()
	require.ErrorContains(t, err, "machine")
	_, err = Rights{Urgencies: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, Languages: make36(), Signals: []contract.Signal{contract.New}}.Filters()
	require.ErrorContains(t, err, "325 subjects")
	_, err = parse([]byte("consumers: [{id: a, nkeys: [SUAO]}]"))
	require.ErrorContains(t, err, "nkey 1")
}

func make36() []string {
	var out []string
	for i := range 36 {
		out = append(out, string([]byte{'a', byte('a' + i%26), byte('a' + i/26)}))
	}
	return out
}
