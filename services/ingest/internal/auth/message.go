package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"

	"github.com/wireroom/wireroom/pkg/service"
)

// Headers of an HTTP message signature (RFC 9421) and of a digest (RFC 9530).
const (
	MessageInput   = "Signature-Input"
	MessageSum     = "Signature"
	ContentDigest  = "Content-Digest"
	algorithm      = "hmac-sha256"
	maxMessageSums = 4
)

// Errors of message signatures, beside those of all signatures.
var (
	ErrMessage  = errors.New("the HTTP message signature does not fit: it should be hmac-sha256 over the signature base (RFC 9421, 2.5), with the provider's secret")
	ErrDigest   = errors.New("the Content-Digest does not fit the body, or names neither sha-256 nor sha-512")
	ErrInput    = errors.New("the headers Signature-Input and Signature can't be read (RFC 9421, 4)")
	ErrCoverage = errors.New("the signature covers too little")
)

// mattering are the headers that say what a push means: one that is there must be signed.
func mattering() []string {
	return []string{"content-type", "content-encoding", "content-disposition", "idempotency-key", "wireroom-lane", "wireroom-provider",
		"tdm-reservation", "tdm-policy", "content-usage", "x-robots-tag", "link"}
}

// Message is what a request says of its signatures by RFC 9421. Only hmac-sha256 is known,
// and only the components that Covers asks for, the other headers and @authority.
type Message struct {
	signed []signedBase // fresh ones alone
	digest *httpsfv.Dictionary
	body   bool
	id     string
}

type signedBase struct {
	what    string // the components and when it was made: the same for all secrets
	base    string
	sum     []byte
	at      time.Time
	expires time.Time // zero: does not
	keyID   string
}

// IsMessage reports whether a request is signed by RFC 9421.
func IsMessage(r *http.Request) bool { return r.Header.Get(MessageInput) != "" }

// ParseMessage reads the signatures of a request, up to four, and refuses those that
// cover too little: the method, the path and query (or @request-target), each header that
// matters and, of a request with a body, its digest. Those that are not of now, within the
// window, do not count. Errors wrap ErrInput, ErrCoverage, ErrDigest and ErrStale.
func ParseMessage(r *http.Request, now time.Time) (*Message, error) {
	m := &Message{body: r.Method == http.MethodPost}
	inputs, err := httpsfv.UnmarshalDictionary(r.Header.Values(MessageInput))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrInput, err)
	}
	sums, err := httpsfv.UnmarshalDictionary(r.Header.Values(MessageSum))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrInput, err)
	}
	if len(inputs.Names()) > maxMessageSums {
		return m, fmt.Errorf("%w: more than %d signatures", ErrInput, maxMessageSums)
	}
	for _, label := range inputs.Names() {
		s, err := parseSigned(r, inputs, sums, label)
		if err != nil {
			return m, fmt.Errorf("signature %.20q: %w", label, err)
		}
		if s.fresh(now) {
			m.signed = append(m.signed, s)
		}
	}
	if len(m.signed) == 0 {
		return m, ErrStale
	}
	if r.Header.Get(ContentDigest) != "" {
		if m.digest, err = httpsfv.UnmarshalDictionary(r.Header.Values(ContentDigest)); err != nil {
			return m, fmt.Errorf("%w: %w", ErrDigest, err)
		}
	}
	return m, nil
}

func parseSigned(r *http.Request, inputs, sums *httpsfv.Dictionary, label string) (s signedBase, err error) {
	member, _ := inputs.Get(label)
	list, ok := member.(httpsfv.InnerList)
	sumMember, found := sums.Get(label)
	item, isItem := sumMember.(httpsfv.Item)
	if !ok || !found || !isItem {
		return s, ErrInput
	}
	if s.sum, ok = item.Value.([]byte); !ok || len(s.sum) != sha256.Size {
		return s, ErrInput
	}
	if err := s.params(list.Params); err != nil {
		return s, err
	}
	names, err := components(list)
	if err != nil {
		return s, err
	}
	if err := covers(r, names); err != nil {
		return s, err
	}
	return s, s.build(r, list, names)
}

func (s *signedBase) params(p *httpsfv.Params) error {
	created, ok := intParam(p, "created")
	if !ok {
		return fmt.Errorf("%w: it has no parameter created", ErrCoverage)
	}
	s.at = time.Unix(created, 0)
	if expires, ok := intParam(p, "expires"); ok {
		s.expires = time.Unix(expires, 0)
	}
	if alg, ok := p.Get("alg"); ok && alg != algorithm {
		return fmt.Errorf("%w: its alg should be %s", ErrInput, algorithm)
	}
	if id, ok := p.Get("keyid"); ok {
		s.keyID, _ = id.(string)
	}
	return nil
}

func intParam(p *httpsfv.Params, name string) (int64, bool) {
	v, ok := p.Get(name)
	if !ok {
		return 0, false
	}
	n, ok := v.(int64)
	return n, ok
}

// components are the names that a signature covers, each once and without parameters.
func components(list httpsfv.InnerList) ([]string, error) {
	var names []string
	for _, item := range list.Items {
		name, ok := item.Value.(string)
		if !ok || name != strings.ToLower(name) || len(item.Params.Names()) > 0 || slices.Contains(names, name) {
			return nil, fmt.Errorf("%w: a component is not a name in lower case, has parameters, or is there twice", ErrInput)
		}
		names = append(names, name)
	}
	return names, nil
}

// covers refuses a signature that leaves open what the request means.
func covers(r *http.Request, names []string) error {
	needed := []string{"@method"}
	if !slices.Contains(names, "@request-target") {
		needed = append(needed, "@path")
		if r.URL.RawQuery != "" {
			needed = append(needed, "@query")
		}
	}
	if r.Method == http.MethodPost {
		needed = append(needed, strings.ToLower(ContentDigest))
	}
	for _, name := range mattering() {
		if r.Header.Get(name) != "" {
			needed = append(needed, name)
		}
	}
	for _, name := range needed {
		if !slices.Contains(names, name) {
			return fmt.Errorf("%w: %q is not among its components", ErrCoverage, name)
		}
	}
	return nil
}

// build makes the signature base (RFC 9421, 2.5).
func (s *signedBase) build(r *http.Request, list httpsfv.InnerList, names []string) error {
	var b strings.Builder
	for _, name := range names {
		value, err := component(r, name)
		if err != nil {
			return err
		}
		b.WriteString(`"` + name + `": ` + value + "\n")
	}
	params, err := httpsfv.Marshal(httpsfv.List{list})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInput, err)
	}
	s.what = b.String() + s.at.String()
	s.base = b.String() + `"@signature-params": ` + params
	return nil
}

// component is the value of a component (RFC 9421, 2.1 and 2.2).
func component(r *http.Request, name string) (string, error) {
	switch name {
	case "@method":
		return r.Method, nil
	case "@path":
		return r.URL.EscapedPath(), nil
	case "@query":
		return "?" + r.URL.RawQuery, nil
	case "@request-target":
		return r.RequestURI, nil
	case "@authority":
		return strings.ToLower(r.Host), nil
	}
	values := r.Header.Values(name)
	if strings.HasPrefix(name, "@") || len(values) == 0 {
		return "", fmt.Errorf("%w: component %q is not in the request, or is not one of @method, @path, @query, @request-target, @authority and headers", ErrInput, name)
	}
	trimmed := make([]string, len(values))
	for i, v := range values {
		trimmed[i] = strings.Trim(v, " \t")
	}
	return strings.Join(trimmed, ", "), nil
}

// KeyID names who signed, as far as the signature says so.
func (m *Message) KeyID() string {
	for _, s := range m.signed {
		if s.keyID != "" {
			return s.keyID
		}
	}
	return ""
}

// ID tells what was signed, and when, from all else. Empty until it is verified.
func (m *Message) ID([]byte) string { return m.id }

// Weak is false: all that matters is signed.
func (m *Message) Weak() bool { return false }

func (s *signedBase) fresh(now time.Time) bool {
	off := now.Sub(s.at)
	return off <= Window && off >= -Window && (s.expires.IsZero() || now.Before(s.expires))
}

// Verify checks that one signature is by one of the secrets and that content, the bytes
// as they were sent, are those of the digest. Errors are ErrMessage and ErrDigest.
func (m *Message) Verify(secrets []service.Secret, content []byte) error {
	if !m.signedBy(secrets) {
		return ErrMessage
	}
	if m.body || m.digest != nil {
		return checkDigest(m.digest, content)
	}
	return nil
}

func (m *Message) signedBy(secrets []service.Secret) bool {
	found := false
	for _, secret := range secrets {
		for _, s := range m.signed {
			mac := hmac.New(sha256.New, []byte(secret.Value()))
			mac.Write([]byte(s.base))
			if hmac.Equal(mac.Sum(nil), s.sum) {
				found = true
				sum := sha256.Sum256([]byte(s.what))
				m.id = hex.EncodeToString(sum[:])
			}
		}
	}
	return found
}

// checkDigest wants each digest that is known to fit, and one at least.
func checkDigest(d *httpsfv.Dictionary, content []byte) error {
	if d == nil {
		return ErrDigest
	}
	known := 0
	for _, name := range d.Names() {
		var want []byte
		switch name {
		case "sha-256":
			sum := sha256.Sum256(content)
			want = sum[:]
		case "sha-512":
			sum := sha512.Sum512(content)
			want = sum[:]
		default:
			continue
		}
		member, _ := d.Get(name)
		item, _ := member.(httpsfv.Item)
		if got, ok := item.Value.([]byte); !ok || !hmac.Equal(got, want) {
			return ErrDigest
		}
		known++
	}
	if known == 0 {
		return ErrDigest
	}
	return nil
}
