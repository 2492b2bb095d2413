package tagger

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheSumsInLanesAreThoseOfTheWeights(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	m := &Model{table: make([]row, buckets)}
	for i := range m.table {
		for l := range Labels {
			m.table[i][l] = uint8(random.IntN(256))
		}
	}
	for range 200 {
		f := rows{n: random.IntN(maxFeatures + 1)}
		var want, got [Labels]int32
		for i := range f.n {
			f.list[i] = random.Uint32N(buckets)
			for l := range Labels {
				want[l] += int32(m.table[f.list[i]][l]) - bias
			}
		}
		m.emit(&f, &got)
		require.Equal(t, want, got)
	}
	var b bytes.Buffer
	require.NoError(t, m.Write(&b))
	data, err := unzip(b.Bytes())
	require.NoError(t, err)
	again, err := readModel(data)
	require.NoError(t, err)
	require.Equal(t, m.table, again.table)
	_, err = readModel(data[1:])
	require.Error(t, err)
}

func TestNoLabelFollowsAnothersInside(t *testing.T) {
	t.Parallel()
	require.True(t, follows(Outside, BeginPerson))
	require.True(t, follows(BeginPerson, InPerson))
	require.True(t, follows(InPerson, InPerson))
	require.False(t, follows(Outside, InPerson))
	require.False(t, follows(BeginPlace, InPerson))
	require.Equal(t, Organisation, InOrganisation.Class())
	require.Equal(t, InPlace, Place.Inside())
	require.Equal(t, BeginOther, Other.Begin())
}
