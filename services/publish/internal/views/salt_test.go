package views

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

// All processes hash a viewer alike within a day, nobody can hash one without the day's salt,
// and the salts of past days go.
func TestASaltIsOfOneDay(t *testing.T) {
	t.Parallel()
	s := bare(t)
	one, two := salts{open: s.Bucket}, salts{open: s.Bucket}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	hash := func(s *salts, now time.Time) string {
		out, err := s.hashes(t.Context(), []view{{Viewer: "other"}, {}, {Viewer: "viewer"}}, now)
		require.NoError(t, err)
		require.Len(t, out[0], hashLength)
		require.NotEqual(t, out[0], out[2])
		require.Empty(t, out[1], "nobody was named")
		return out[2]
	}
	bare := hmac.New(sha256.New, nil)
	_, _ = bare.Write([]byte("viewer"))
	seen := map[string]bool{hex.EncodeToString(bare.Sum(nil)[:8]): true}
	for i := range 4 {
		now := day.AddDate(0, 0, i)
		first := hash(&one, now)
		require.False(t, seen[first], "day %d", i)
		seen[first] = true
		require.Equal(t, first, hash(&one, now.Add(23*time.Hour)))
		require.Equal(t, first, hash(&two, now.Add(time.Hour)), "another process")
	}
	for date, held := range map[string]bool{"2026-03-01": false, "2026-03-02": false, "2026-03-03": true, "2026-03-04": true} {
		_, err := s.snapshots.kv.Get(t.Context(), "salt."+date)
		if held {
			require.NoError(t, err, date)
			continue
		}
		require.ErrorIs(t, err, jetstream.ErrKeyNotFound, date)
	}
}
