// Package formats is the list of the wire formats, one line each, and chooses
// among them by content type and a bounded look at the bytes.
//
// It must not read more of a document than its first 4 KiB, nor repair what a
// format refuses by trying another one: the error of the format that claimed the
// document is the one that helps its sender.
package formats

import (
	"errors"
	"sync"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/email"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/multi"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsml1"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// ErrUnknown means that no format claims the document.
var ErrUnknown = errors.New("no format recognises the document")

// Format is one wire format. Detect says whether the first bytes claim it; Parse
// names what it read, which may be more exact than Name.
type Format struct {
	Name   string
	Detect func(Look) bool
	Parse  func(format.Input) (name string, articles []format.Article, err error)
}

// All lists the formats in the order in which they are asked: what is certain
// first, text last. The list is made once, and not to be changed.
func All() []Format {
	all.once.Do(func() { all.formats = list() })
	return all.formats
}

var all struct {
	once    sync.Once
	formats []Format
}

func list() []Format {
	return []Format{
		{newsml1.Name, hasRoot("NewsML"), named(newsml1.Name, newsml1.Parse)},
		{newsmlg2.Name, isNewsMLG2, named(newsmlg2.Name, newsmlg2.Parse)},
		{nitf.Name, hasRoot("nitf"), named(nitf.Name, nitf.Parse)},
		{feed.RSS, isRSS, named(feed.RSS, feed.Parse)},
		{feed.Atom, isAtom, named(feed.Atom, feed.Parse)},
		{feed.JSONFeed, isJSONFeed, named(feed.JSONFeed, feed.Parse)},
		shipped("ritzau"),
		{multi.Name, isMultipart, nesting(multi.Name, multi.Parse)},
		{email.Name, isMail, nesting(email.Name, email.Parse)},
		{"ninjs", isNinjs, ninjson.Parse},
		{anpa1312.Name, isANPA, named(anpa1312.Name, anpa1312.Parse)},
		{iptc7901.Name, isIPTC7901, named(iptc7901.Name, iptc7901.Parse)},
		{page.Name, isPage, named(page.Name, page.Parse)},
		{plaintext.Name, isText, named(plaintext.Name, plaintext.Parse)},
	}
}

// aliases are the names under which a provider may fix a format beside its own.
func aliases() map[string]string {
	return map[string]string{
		"ninjs-1": "ninjs", "ninjs-2": "ninjs", "ninjs-3": "ninjs", "html": page.Name, "plain": plaintext.Name, "mail": email.Name,
	}
}

// Valid reports whether a provider may fix the format of that name.
func Valid(name string) bool {
	_, ok := find(name)
	return ok
}

// Parse reads a delivery in the format that fixed names, else in the one that
// claims the first bytes, else in the one that the content type names. The bytes
// win, because content types are often wrong. The error is a *format.Error; it
// wraps ErrUnknown where no format claims the document.
func Parse(in format.Input, fixed string) (name string, articles []format.Article, err error) {
	f, ferr := choose(in, fixed)
	if ferr != nil {
		return "", nil, ferr
	}
	return f.Parse(in)
}

func choose(in format.Input, fixed string) (Format, *format.Error) {
	l := lookAt(in)
	if l.Kind == Empty {
		return Format{}, format.Errorf("", contract.ReasonMalformed, "", "the delivery is empty")
	}
	if fixed != "" {
		f, ok := find(fixed)
		if !ok {
			return Format{}, format.Errorf("", contract.ReasonUnsupported, "", "the provider's format %q is none of the list", fixed)
		}
		return f, nil
	}
	for _, f := range All() {
		if f.Detect(l) {
			return f, nil
		}
	}
	if what := l.unread(); what != "" {
		return Format{}, format.Errorf("", contract.ReasonUnsupported, "", "%s: not read by this version", what)
	}
	if f, ok := find(byContentType(l)); ok {
		return f, nil
	}
	return Format{}, format.Errorf("", contract.ReasonUnknown, "", "%w: %s", ErrUnknown, l.describe())
}

func find(name string) (Format, bool) {
	if own, ok := aliases()[name]; ok {
		name = own
	}
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func named(name string, parse func(format.Input) ([]format.Article, error)) func(format.Input) (string, []format.Article, error) {
	return func(in format.Input) (string, []format.Article, error) {
		articles, err := parse(in)
		if err != nil {
			return name, nil, err // it names its format itself
		}
		return name, articles, nil
	}
}

// nesting is for formats that hold documents of other formats.
func nesting(name string, parse func(format.Input, mimetree.Nested) ([]format.Article, error)) func(format.Input) (string, []format.Article, error) {
	return named(name, func(in format.Input) ([]format.Article, error) {
		return parse(in, func(inner format.Input) (string, []format.Article, error) { return Parse(inner, "") })
	})
}
