package operators_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/operators"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

func TestAnOperatorIsAddedListedAndRemoved(t *testing.T) {
	t.Parallel()
	to := &target.Target{Data: t.TempDir()}
	con := consoletest.New("")
	require.NoError(t, (&operators.Add{ID: "anna", Name: "Anna"}).Run(to, con.Console))
	key := strings.TrimSpace(con.Stdout())
	list, err := operator.Load(filepath.Join(to.Data, operators.Usual))
	require.NoError(t, err)
	o, ok := operator.NewStore(list...).ByKey(key)
	require.True(t, ok)
	require.Equal(t, "anna", o.ID)
	require.Error(t, (&operators.Add{ID: "anna"}).Run(to, con.Console))

	con = consoletest.New("")
	require.NoError(t, (&operators.List{}).Run(to, con.Console))
	require.Contains(t, con.Stdout(), "Anna")
	require.NotContains(t, con.Stdout(), "sha256")
	require.NoError(t, (&operators.Remove{ID: "anna"}).Run(to, con.Console))
	require.ErrorContains(t, (&operators.Remove{ID: "anna"}).Run(to, con.Console), "no operator")
}
