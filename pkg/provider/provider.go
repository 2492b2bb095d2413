package provider

import (
	"fmt"
	"path/filepath"
	"time"

	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
)

// Provider is one provider as the file describes it, checked and with every
// default filled in. It must not be changed: it is shared.
type Provider struct {
	ID   string // [a-z0-9-]{1,40}, a token of subjects
	Name string // for people; the id if the file gives none
	// Keys are hashes as HashKey makes them.
	Keys []string
	// Secrets sign pushes with HMAC-SHA256. More than one is for a change of
	// secret without an interruption.
	Secrets  []service.Secret
	Defaults Defaults
	Limits   Limits
	// Options are settings of single formats, by name.
	Options map[string]string
	// Conventions are words of its editors that mean a signal.
	Conventions []Convention
	// Spool is a folder where its files arrive, absolute; empty if there is none.
	Spool string
	// Polls are addresses that ingest fetches by itself.
	Polls []Poll
	// ExpectEvery is how long it may send nothing before operators are told; 0: for
	// ever.
	ExpectEvery time.Duration
	// DropDuplicates says that an article of it that repeats the text of another one,
	// of any provider, is dropped instead of marked.
	DropDuplicates bool
	// ReceiptWebhook is where it is told what became of its deliveries; nil if nowhere.
	ReceiptWebhook *ReceiptWebhook
	// Mapping tells how the provider's own XML or JSON is read; nil if there is
	// none. Package normalize knows what may be in it.
	Mapping *Mapping
}

// Mapping is a mapping file as it was found with the providers file.
type Mapping struct {
	File string // as the providers file names it
	Data []byte // YAML
}

// Defaults say what a provider's documents leave unsaid, or, for Format and Lane,
// what holds whatever they say.
type Defaults struct {
	Language string         // BCP 47, empty: to be found out
	Urgency  ninjs.Urgency  // 1 to 9, 0: none
	Zone     *time.Location // for dates without a zone; never nil, UTC if not said
	Format   string         // name of the wire format, empty: by a look at the bytes
	Lane     contract.Lane  // empty: by urgency
}

// DefaultMaxBytes is the limit of a push where the file gives none, in bytes.
const DefaultMaxBytes = 4 << 20

// Limits bound what a provider may push.
type Limits struct {
	MaxBytes int64   // of one push, after decompression; 1 to contract.MaxArticle
	Rate     float64 // pushes per second in the long run; 0: no limit
	Burst    int     // pushes at once; at least 1 where there is a rate
}

// entry is a provider as it is written in the file.
type entry struct {
	ID       string            `yaml:"id"`
	Name     string            `yaml:"name,omitempty"`
	Keys     []string          `yaml:"keys,omitempty"`
	HMAC     []secretRef       `yaml:"hmac,omitempty"`
	Defaults entryDefaults     `yaml:"defaults,omitempty"`
	Limits   entryLimits       `yaml:"limits,omitempty"`
	Options  map[string]string `yaml:"options,omitempty"`

	Spool string      `yaml:"spool,omitempty"`
	Poll  []entryPoll `yaml:"poll,omitempty"`

	ExpectEvery time.Duration `yaml:"expect_every,omitempty"`

	Duplicates string `yaml:"duplicates,omitempty"`

	ReceiptWebhook *entryReceipts `yaml:"receipt_webhook,omitempty"`

	Conventions []entryConvention `yaml:"conventions,omitempty"`
	Mapping     string            `yaml:"mapping,omitempty"`
}

type entryDefaults struct {
	Language string `yaml:"language,omitempty"`
	Urgency  int    `yaml:"urgency,omitempty"`
	TimeZone string `yaml:"time_zone,omitempty"`
	Format   string `yaml:"format,omitempty"`
	Lane     string `yaml:"lane,omitempty"`
}

type entryLimits struct {
	MaxBytes int64   `yaml:"max_bytes,omitempty"`
	Rate     float64 `yaml:"rate,omitempty"`
	Burst    int     `yaml:"burst,omitempty"`
}

// provider checks an entry. dir is what the mapping's file is relative to.
func (e entry) provider(dir string) (Provider, error) {
	if !contract.ValidProvider(e.ID) {
		return Provider{}, fmt.Errorf("id %q: it should be 1 to 40 of a-z, 0-9 and -", e.ID)
	}
	p := Provider{ID: e.ID, Name: e.Name, Keys: e.Keys, Options: e.Options}
	if p.Name == "" {
		p.Name = e.ID
	}
	for i, key := range e.Keys {
		if !hashSyntax.MatchString(key) {
			// the value may be a key itself, put there by mistake
			return p, fmt.Errorf("key %d is no hash: it should be sha256: and 64 hexadecimal digits, in lower case", i+1)
		}
	}
	var err error
	if p.Secrets, err = secrets(e.HMAC); err != nil {
		return p, fmt.Errorf("hmac %w", err)
	}
	if err := e.receipts(&p); err != nil {
		return p, err
	}
	if p.Defaults, err = e.Defaults.check(); err != nil {
		return p, err
	}
	if e.Spool != "" && !filepath.IsAbs(e.Spool) {
		return p, fmt.Errorf("spool %q: it should be the absolute path of a folder", e.Spool)
	}
	p.Spool = e.Spool
	if e.ExpectEvery < 0 || e.ExpectEvery > 0 && e.ExpectEvery < time.Minute {
		return p, fmt.Errorf("expect_every %s: it should be a minute or more, such as 30m, or left out", e.ExpectEvery)
	}
	p.ExpectEvery = e.ExpectEvery
	switch e.Duplicates {
	case "", "mark":
	case "drop":
		p.DropDuplicates = true
	default:
		return p, fmt.Errorf("duplicates %q: it should be mark or drop", e.Duplicates)
	}
	if p.Polls, err = polls(e.Poll); err != nil {
		return p, err
	}
	if p.Conventions, err = conventions(e.Conventions); err != nil {
		return p, err
	}
	if p.Limits, err = e.Limits.check(); err != nil {
		return p, err
	}
	p.Mapping, err = e.mapping(dir)
	return p, err
}

func (d entryDefaults) check() (Defaults, error) {
	out := Defaults{Urgency: ninjs.Urgency(d.Urgency), Format: d.Format, Lane: contract.Lane(d.Lane)}
	if d.Language != "" {
		tag, err := language.Parse(d.Language)
		if err != nil {
			return out, fmt.Errorf("language %q: it should be a BCP 47 tag, such as en or pt-BR: %w", d.Language, err)
		}
		out.Language = tag.String()
	}
	if d.Urgency < 0 || d.Urgency > 9 {
		return out, fmt.Errorf("urgency %d: it should be 1 to 9", d.Urgency)
	}
	// what the machine's own zone is must not decide over an agency's dates
	zone, err := time.LoadLocation(d.TimeZone)
	if err != nil || d.TimeZone == "Local" {
		return out, fmt.Errorf("time_zone %q: it should be a name of the IANA database, such as Europe/Berlin", d.TimeZone)
	}
	out.Zone = zone
	if d.Format != "" && !contract.ValidProvider(d.Format) {
		return out, fmt.Errorf("format %q: it should be the name of a wire format, such as nitf", d.Format)
	}
	if d.Lane != "" && !out.Lane.Valid() {
		return out, fmt.Errorf("lane %q: it should be flash, wire or bulk", d.Lane)
	}
	return out, nil
}

func (l entryLimits) check() (Limits, error) {
	out := Limits(l)
	if out.MaxBytes == 0 {
		out.MaxBytes = DefaultMaxBytes
	}
	if out.MaxBytes < 1 || out.MaxBytes > contract.MaxArticle {
		return out, fmt.Errorf("max_bytes %d: it should be 1 to %d", out.MaxBytes, contract.MaxArticle)
	}
	if !(out.Rate >= 0 && out.Rate <= 1e9) || out.Burst < 0 {
		return out, fmt.Errorf("rate %g with burst %d: they should be positive, or left out for no limit", out.Rate, out.Burst)
	}
	if out.Rate > 0 && out.Burst == 0 {
		out.Burst = max(1, int(out.Rate))
	}
	return out, nil
}
