package auth_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
)

const document = `{"uri":"urn:example:1"}`

var signedAt = time.Unix(1700000000, 0)

// signed is a push that is signed as RFC 9421 says, over the given components.
func signed(covered, params string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://wire.example/v1/wire/acme?file=a.json", strings.NewReader(document))
	r.RequestURI = r.URL.RequestURI() // as a server has it
	digest := sha256.Sum256([]byte(document))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "k1")
	r.Header.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(digest[:])+":")
	values := map[string]string{"@method": "POST", "@path": "/v1/wire/acme", "@query": "?file=a.json", "@request-target": "/v1/wire/acme?file=a.json", "@authority": "wire.example"}
	var base, list strings.Builder
	for i, name := range strings.Fields(covered) {
		value, ok := values[name]
		if !ok {
			value = r.Header.Get(name)
		}
		fmt.Fprintf(&base, "%q: %s\n", name, value)
		if i > 0 {
			list.WriteByte(' ')
		}
		fmt.Fprintf(&list, "%q", name)
	}
	input := "(" + list.String() + ")" + params
	base.WriteString(`"@signature-params": ` + input)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(base.String()))
	r.Header.Set("Signature-Input", "sig1="+input)
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(mac.Sum(nil))+":")
	return r
}

const (
	all     = "@method @path @query content-type content-digest idempotency-key"
	created = ";created=1700000000;keyid=\"acme\""
)

func verify(r *http.Request, now time.Time, body string, secrets ...string) error {
	m, err := auth.ParseMessage(r, now)
	if err != nil {
		return err
	}
	known := make([]service.Secret, len(secrets))
	for i, s := range secrets {
		known[i] = service.NewSecret(s)
	}
	return m.Verify(known, []byte(body))
}

func TestAMessageSignatureIsVerified(t *testing.T) {
	t.Parallel()
	for _, covered := range []string{all, "@method @request-target content-type content-digest idempotency-key", all + " @authority"} {
		require.NoError(t, verify(signed(covered, created), signedAt, document, "another secret of some length", secret), covered)
	}
	m, err := auth.ParseMessage(signed(all, created), signedAt)
	require.NoError(t, err)
	require.Equal(t, "acme", m.KeyID())
	require.NoError(t, verify(signed(all, created+`;alg="hmac-sha256";nonce="n";expires=1700000010`), signedAt, document, secret))
}

func TestAMessageSignatureHasToCoverWhatMatters(t *testing.T) {
	t.Parallel()
	for _, name := range strings.Fields(all) {
		covered := strings.Join(strings.Fields(strings.ReplaceAll(all, name, "")), " ")
		require.ErrorIs(t, verify(signed(covered, created), signedAt, document, secret), auth.ErrCoverage, name)
	}
	require.ErrorIs(t, verify(signed(all, `;keyid="acme"`), signedAt, document, secret), auth.ErrCoverage)
	r := signed(all, created)
	r.Header.Set("Wireroom-Lane", "flash")
	require.ErrorIs(t, verify(r, signedAt, document, secret), auth.ErrCoverage, "a header that was added")
}

func TestAnyChangeBreaksAMessageSignature(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*http.Request){
		"method": func(r *http.Request) { r.Method = http.MethodGet },
		"path":   func(r *http.Request) { r.URL.Path = "/v1/wire/nord" },
		"query":  func(r *http.Request) { r.URL.RawQuery = "file=b.json" },
		"type":   func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		"key":    func(r *http.Request) { r.Header.Set("Idempotency-Key", "k2") },
		"time": func(r *http.Request) {
			r.Header.Set("Signature-Input", strings.ReplaceAll(r.Header.Get("Signature-Input"), "1700000000", "1700000001"))
		},
	} {
		r := signed(all, created)
		change(r)
		require.ErrorIs(t, verify(r, signedAt, document, secret), auth.ErrMessage, name)
	}
	require.ErrorIs(t, verify(signed(all, created), signedAt, document+" ", secret), auth.ErrDigest)
	require.ErrorIs(t, verify(signed(all, created), signedAt, document), auth.ErrMessage)
}

func TestAMessageSignatureIsOfNow(t *testing.T) {
	t.Parallel()
	for off, want := range map[time.Duration]error{0: nil, auth.Window: nil, -auth.Window: nil, auth.Window + time.Second: auth.ErrStale, -auth.Window - time.Second: auth.ErrStale} {
		require.ErrorIs(t, verify(signed(all, created), signedAt.Add(off), document, secret), want, off)
	}
	require.ErrorIs(t, verify(signed(all, created+";expires=1700000010"), signedAt.Add(20*time.Second), document, secret), auth.ErrStale)
}

// The id is what a repeat is known by: another label or a signature beside it is no other push.
func TestTheIDOfAMessageSignatureDoesNotDependOnWhatIsBesideIt(t *testing.T) {
	t.Parallel()
	id := func(r *http.Request) string {
		m, err := auth.ParseMessage(r, signedAt)
		require.NoError(t, err)
		require.NoError(t, m.Verify([]service.Secret{service.NewSecret(secret)}, []byte(document)))
		return m.ID(nil)
	}
	plain, more := signed(all, created), signed(all, created)
	more.Header.Set("Signature-Input", strings.ReplaceAll(plain.Header.Get("Signature-Input"), "sig1", "a")+", "+strings.ReplaceAll(plain.Header.Get("Signature-Input"), "sig1", "b"))
	more.Header.Set("Signature", "a=:"+base64.StdEncoding.EncodeToString(make([]byte, 32))+":, "+strings.ReplaceAll(plain.Header.Get("Signature"), "sig1", "b"))
	require.Equal(t, id(plain), id(more))
}

func FuzzParseMessage(f *testing.F) {
	r := signed(all, created)
	f.Add(r.Header.Get("Signature-Input"), r.Header.Get("Signature"), r.Header.Get("Content-Digest"))
	f.Fuzz(func(t *testing.T, input, sum, digest string) {
		r := signed(all, created)
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", sum)
		r.Header.Set("Content-Digest", digest)
		require.Error(t, verify(r, signedAt, document+" ", secret), "no digest fits")
	})
}

func TestAnOldSignatureIsTakenForOneUse(t *testing.T) {
	t.Parallel()
	o := auth.NewOnce()
	require.True(t, o.First("s1", "a", signedAt))
	require.True(t, o.First("s1", "a", signedAt.Add(time.Minute)), "tried again")
	require.False(t, o.First("s1", "b", signedAt.Add(2*auth.Window)))
	require.True(t, o.First("s2", "b", signedAt))
	require.True(t, o.First("s3", "c", signedAt.Add(2*auth.Window+time.Minute)))
	require.False(t, o.First("s1", "b", signedAt.Add(2*auth.Window+time.Minute)), "within both windows")
}
