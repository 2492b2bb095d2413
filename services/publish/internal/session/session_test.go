package session_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/publish/internal/session"
)

func secret(s string) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return []byte(s), nil }
}

func TestASessionIsReadUntilItEndsAndByNobodyElse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	k := session.New(secret("one"), func() time.Time { return now })
	w := httptest.NewRecorder()
	require.NoError(t, k.Begin(w, httptest.NewRequest(http.MethodPost, "/sign-in", nil), session.Session{Operator: true, ID: "anna", Key: "k"}))
	c := w.Result().Cookies()[0]
	require.True(t, c.HttpOnly)
	require.False(t, c.Secure, "without TLS a browser refuses a secure cookie")
	require.Equal(t, http.SameSiteStrictMode, c.SameSite)
	read := func(k *session.Keeper, value string) (session.Session, bool) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: session.Cookie, Value: value})
		return k.Read(r)
	}
	s, ok := read(k, c.Value)
	require.True(t, ok)
	require.Equal(t, "anna", s.ID)
	require.True(t, s.Operator)

	text, mac, _ := strings.Cut(c.Value, ".")
	other := base64.RawURLEncoding.EncodeToString([]byte(`{"o":true,"i":"root","k":"k","e":99999999999}`))
	for name, value := range map[string]string{"other text": other + "." + mac, "no signature": text, "empty signature": text + ".", "nothing": "", "dot": ".", "cut": c.Value[:len(c.Value)-1]} {
		_, ok := read(k, value)
		require.False(t, ok, name)
	}
	_, ok = read(session.New(secret("two"), func() time.Time { return now }), c.Value)
	require.False(t, ok, "signed with another secret")
	now = now.Add(12 * time.Hour)
	_, ok = read(k, c.Value)
	require.False(t, ok, "over")
}

func TestWithoutTheSecretNobodySignsIn(t *testing.T) {
	t.Parallel()
	away := errors.New("NATS is away")
	k := session.New(func(context.Context) ([]byte, error) { return nil, away }, time.Now)
	r := httptest.NewRequest(http.MethodPost, "/sign-in", nil)
	require.ErrorIs(t, k.Begin(httptest.NewRecorder(), r, session.Session{ID: "anna"}), away)
	r.AddCookie(&http.Cookie{Name: session.Cookie, Value: "e30.x"})
	_, ok := k.Read(r)
	require.False(t, ok)
}

func TestBehindTLSTheCookieIsSecure(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/sign-out", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	w := httptest.NewRecorder()
	session.End(w, r)
	c := w.Result().Cookies()[0]
	require.True(t, c.Secure)
	require.Negative(t, c.MaxAge)
}
