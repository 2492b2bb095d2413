// Package session keeps who has signed in to the page: in a signed cookie, so that the
// processes keep nothing and any of them can read it.
//
// The package must not decide what somebody may do. A session ends with its time, and
// whoever asks has to end it with the key that it was made for.
package session

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/services/publish/internal/origin"
)

// Cookie is the name of the cookie.
const Cookie = "wireroom-session"

// age is how long a session lasts.
const age = 12 * time.Hour

// Session is who has signed in.
type Session struct {
	Operator bool   `json:"o,omitempty"` // else a reader
	ID       string `json:"i"`
	Key      string `json:"k"` // the fingerprint of the key
	Ends     int64  `json:"e"` // Unix seconds
}

// Fingerprint tells one key from another by its hash, and nothing about either.
func Fingerprint(keyHash string) string {
	sum := sha256.Sum256([]byte("wireroom session " + keyHash))
	return hex.EncodeToString(sum[:8])
}

// Keeper signs sessions and reads them.
type Keeper struct {
	secret func(context.Context) ([]byte, error)
	clock  func() time.Time

	mu   sync.Mutex
	have []byte
}

// New makes a keeper; secret gives the key that all processes sign with.
func New(secret func(context.Context) ([]byte, error), clock func() time.Time) *Keeper {
	return &Keeper{secret: secret, clock: clock}
}

// secretKey is the secret's place in its bucket.
const secretKey = "session-secret"

// InBucket gives a secret that is made once and kept in a key-value bucket.
func InBucket(open func(context.Context) (jetstream.KeyValue, error)) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		kv, err := open(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up the secret of sessions: %w", err)
		}
		fresh := make([]byte, 32)
		_, _ = rand.Read(fresh) // crypto/rand never fails
		if _, err = kv.Create(ctx, secretKey, fresh); err == nil {
			return fresh, nil
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return nil, fmt.Errorf("make the secret of sessions: %w", err)
		}
		e, err := kv.Get(ctx, secretKey)
		if err != nil {
			return nil, fmt.Errorf("read the secret of sessions: %w", err)
		}
		return e.Value(), nil
	}
}

func (k *Keeper) sign(ctx context.Context, text string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.have == nil {
		secret, err := k.secret(ctx)
		if err != nil {
			return "", err
		}
		k.have = secret
	}
	mac := hmac.New(sha256.New, k.have)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

// Begin sets the cookie of a session.
func (k *Keeper) Begin(w http.ResponseWriter, r *http.Request, s Session) error {
	s.Ends = k.clock().Add(age).Unix()
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	text := base64.RawURLEncoding.EncodeToString(data)
	mac, err := k.sign(r.Context(), text)
	if err != nil {
		return err
	}
	http.SetCookie(w, cookie(r, text+"."+mac, int(age.Seconds())))
	return nil
}

// End takes the cookie away.
func End(w http.ResponseWriter, r *http.Request) { http.SetCookie(w, cookie(r, "", -1)) }

// cookie is sent to this host alone, never from another site's page, and not told to
// scripts. Secure is left out where the request came without TLS, since browsers then
// refuse it.
func cookie(r *http.Request, value string, maxAge int) *http.Cookie {
	secure := r.TLS != nil || origin.Of(r) == "https://"+r.Host || r.Header.Get("X-Forwarded-Proto") == "https"
	return &http.Cookie{Name: Cookie, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode}
}

// Read gives the session of a request, false if there is none that is good.
func (k *Keeper) Read(r *http.Request) (s Session, ok bool) {
	c, err := r.Cookie(Cookie)
	if err != nil {
		return s, false
	}
	text, mac, _ := strings.Cut(c.Value, ".")
	want, err := k.sign(r.Context(), text)
	if err != nil || !hmac.Equal([]byte(mac), []byte(want)) {
		return s, false
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(data, &s) != nil || s.Ends <= k.clock().Unix() {
		return Session{}, false
	}
	return s, true
}
