package auth_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
)

const secret = "a secret of some length"

func TestBearer(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"Bearer k", "bearer k", "BEARER   k "} {
		key, err := auth.Bearer(good)
		require.NoError(t, err, good)
		require.Equal(t, "k", key)
	}
	for _, bad := range []string{"", "k", "Bearer", "Bearer ", "Basic azp2"} {
		_, err := auth.Bearer(bad)
		require.ErrorIs(t, err, auth.ErrScheme, bad)
	}
}

// The golden value was made with: printf '1700000000.hello' | openssl dgst -sha256 -hmac 'a secret of some length'
func TestSignIsWhatTheDocumentationSays(t *testing.T) {
	t.Parallel()
	require.Equal(t, golden, auth.Sign(secret, time.Unix(1700000000, 0), []byte("hello")))
}

func TestSignatureWindow(t *testing.T) {
	t.Parallel()
	at := time.Unix(1700000000, 0)
	s, err := auth.ParseSignature(auth.Sign(secret, at, nil))
	require.NoError(t, err)
	for off, want := range map[time.Duration]error{
		0: nil, auth.Window: nil, -auth.Window: nil,
		auth.Window + time.Second: auth.ErrStale, -auth.Window - time.Second: auth.ErrStale,
	} {
		require.ErrorIs(t, s.Fresh(at.Add(off)), want, off)
	}
	for _, far := range []int64{math.MinInt64, math.MaxInt64, -1, 0} {
		s, err := auth.ParseSignature("t=" + strconv.FormatInt(far, 10) + ",v1=" + strings.Repeat("0", 64))
		require.NoError(t, err)
		require.ErrorIs(t, s.Fresh(at), auth.ErrStale, far)
	}
}

func TestSignatureOfAnyTwoSecrets(t *testing.T) {
	t.Parallel()
	header := auth.Sign(secret, time.Unix(1700000000, 0), []byte("x")) + ", v1=" + strings.Repeat("0", 64) + ",v2=later"
	s, err := auth.ParseSignature(header)
	require.NoError(t, err)
	old, other := service.NewSecret("an old secret of some length"), service.NewSecret(secret)
	require.NoError(t, s.Verify([]service.Secret{old, other}, []byte("x")))
	require.ErrorIs(t, s.Verify([]service.Secret{old}, []byte("x")), auth.ErrSignature)
	require.ErrorIs(t, s.Verify(nil, []byte("x")), auth.ErrSignature)
}

func TestSignatureSyntax(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("ab", 32)
	for _, bad := range []string{
		"", "t=1", "v1=" + sum, "t=x,v1=" + sum, "t=1,v1=" + sum[:62], "t=1,v1=" + sum + "00", "t=1,v1=zz",
		"t=1,t=2,v1=" + sum, "t=1" + strings.Repeat(",v1="+sum, 5),
	} {
		_, err := auth.ParseSignature(bad)
		require.ErrorIs(t, err, auth.ErrSyntax, bad)
	}
}

func TestAnyChangeBreaksASignature(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 1, 100).Draw(t, "body")
		at := time.Unix(rapid.Int64Range(0, 1<<40).Draw(t, "at"), 0)
		header := auth.Sign(secret, at, body)
		s, err := auth.ParseSignature(header)
		require.NoError(t, err)
		known := []service.Secret{service.NewSecret(secret)}
		require.NoError(t, s.Verify(known, body))
		changed := append([]byte(nil), body...)
		changed[rapid.IntRange(0, len(body)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		require.ErrorIs(t, s.Verify(known, changed), auth.ErrSignature)
		_, sum, _ := strings.Cut(header, ",")
		later, err := auth.ParseSignature("t=" + strconv.FormatInt(at.Unix()+1, 10) + "," + sum)
		require.NoError(t, err)
		require.ErrorIs(t, later.Verify(known, body), auth.ErrSignature, "the time is signed too")
	})
}

func FuzzParseSignature(f *testing.F) {
	f.Add(golden)
	f.Fuzz(func(t *testing.T, header string) {
		s, err := auth.ParseSignature(header)
		if err == nil {
			require.ErrorIs(t, s.Verify([]service.Secret{service.NewSecret(header + "!")}, []byte(header)), auth.ErrSignature)
		}
	})
}

const golden = "t=1700000000,v1=7fa830559e8fc58dd2e33a515cdeb606ba0684f32d53e58117af6be4514e8947"
