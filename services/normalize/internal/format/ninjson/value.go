package ninjson

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// date is a field as a time; one without a zone is in the provider's.
func (n node) date(keys ...string) ninjs.Time {
	s := n.text(keys...)
	if s == "" {
		return ninjs.Time{}
	}
	t, err := date.Parse(s, n.r.in.Zone)
	if err != nil {
		n.r.notef("%s%s %q is no date: left out", n.path, keys[0], short(s))
	}
	return ninjs.At(t)
}

func (n node) truncated(key string) ninjs.TruncatedTime {
	t := ninjs.TruncatedTime(n.text(key))
	if t == "" {
		return ""
	}
	if _, err := t.MarshalText(); err != nil {
		n.r.notef("%s%s %q is no truncated date: left out", n.path, key, short(string(t)))
		return ""
	}
	return t
}

// uri is a field as an absolute URI; what is none is given back as rest.
func (n node) uri(keys ...string) (uri ninjs.URI, rest string) {
	s := n.text(keys...)
	if s == "" {
		return "", ""
	}
	if strings.HasPrefix(s, "//") && len(s) > 2 {
		s = "https:" + s // without a scheme, as pages have it (RFC 3986, 4.2)
	}
	uri, err := ninjs.ParseURI(s)
	if err != nil {
		return "", s
	}
	return uri, ""
}

// uriOnly is a field that can be nothing but a URI.
func (n node) uriOnly(keys ...string) ninjs.URI {
	uri, rest := n.uri(keys...)
	if rest != "" {
		n.r.notef("%s%s %q is no absolute URI: left out", n.path, keys[0], short(rest))
	}
	return uri
}

// number is a field as a number, written as one or as text.
func (n node) number(keys ...string) (float64, bool) {
	s := n.text(keys...)
	if s == "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		n.r.notef("%s%s %q is no number: left out", n.path, keys[0], short(s))
		return 0, false
	}
	return f, true
}

// whole is a field as a whole number from low to high.
func (n node) whole(low, high int64, keys ...string) (int64, bool) {
	f, ok := n.number(keys...)
	if !ok {
		return 0, false
	}
	if f != math.Trunc(f) || f < float64(low) || f > float64(high) {
		n.r.notef("%s%s %v is no whole number from %d to %d: left out", n.path, keys[0], f, low, high)
		return 0, false
	}
	return int64(f), true
}

// count is a field that counts something; 0 is as good as nothing.
func (n node) count(keys ...string) int {
	c, _ := n.whole(0, math.MaxInt32, keys...)
	return int(c)
}

func (n node) urgency(keys ...string) ninjs.Urgency {
	u, _ := n.whole(1, 9, keys...)
	return ninjs.Urgency(u)
}

func (n node) percent(key string) *int {
	p, ok := n.whole(0, 100, key)
	if !ok {
		return nil
	}
	v := int(p)
	return &v
}

// verbatim is any value as text: JSON for what is no text.
func verbatim(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}

// short is a text as far as a note should quote it.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
