package embargo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
)

var base = time.Date(2025, 7, 7, 8, 0, 0, 0, time.UTC)

func TestANoticeWithoutATimeIsOne(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"EMBARGOED until the end of the speech", "EMBARGO", "*** EMBARGO ***", "(Embargo)", "Embargo until the end of the speech", "EMBARGO: end of the speech",
		"Strictly embargoed until the minister has spoken", "Under embargo until he has spoken", "Sperrfrist: Redebeginn", "EMBARGOED - check against delivery",
		"Hold for release", "Not for publication before the speech",
	} {
		until, ok := embargo.Release(line, base, time.UTC)
		require.True(t, ok, line)
		require.Zero(t, until, line)
		require.True(t, embargo.Certain(line), line)
	}
}

func TestANoticeWithATime(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"EMBARGOED until 7 July 2025 14:30", "Under embargo until 14:30 on 7 July 2025"} {
		until, ok := embargo.Release(line, base, time.UTC)
		require.True(t, ok, line)
		require.Equal(t, "2025-07-07T14:30:00Z", until.Format(time.RFC3339), line)
	}
}

func TestNewsOfAnEmbargoIsNone(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"Embargoed oil reaches Europe", "Embargo: oil price rises", "Embargo on Cuba lifted", "Union hebt Embargo auf", "Released prisoners come home", "Under pressure, minister resigns"} {
		require.False(t, embargo.Certain(line), line)
		_, ok := embargo.Release(line, base, time.UTC)
		require.False(t, ok, line)
	}
}

func TestALabel(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"2025-07-07T14:30:00Z": "2025-07-07T14:30:00Z", "until 14:30 on 7 July 2025": "2025-07-07T14:30:00Z", "end of the speech": ""} {
		until, ok := embargo.Line("Embargo: "+value, base, time.UTC)
		require.True(t, ok, value)
		if want == "" {
			require.Zero(t, until, value)
			continue
		}
		require.Equal(t, want, until.Format(time.RFC3339), value)
	}
	for _, value := range []string{"none", "", "no", "Immediately"} {
		_, ok := embargo.Line("Embargo: "+value, base, time.UTC)
		require.False(t, ok, value)
	}
}
