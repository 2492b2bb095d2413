package provider

import (
	"fmt"
	"net/url"
	"time"
)

// PollKind is what an address gives.
type PollKind string

// The kinds.
const (
	Feed PollKind = "feed"
	Page PollKind = "page" // a web page: its site's robots.txt is obeyed
)

// Poll is an address that ingest fetches by itself.
type Poll struct {
	URL          string
	Kind         PollKind
	Every        time.Duration // 0: at the feed's own pace
	Min, Max     time.Duration // bounds of that pace
	AllowPrivate bool          // the address may be inside of our own network

	AllowPrivateHub bool // the hub that its feed names may be inside of our own network
}

type entryPoll struct {
	URL          string        `yaml:"url"`
	Kind         string        `yaml:"kind,omitempty"`
	Every        time.Duration `yaml:"every,omitempty"`
	Min          time.Duration `yaml:"min,omitempty"`
	Max          time.Duration `yaml:"max,omitempty"`
	AllowPrivate bool          `yaml:"allow_private,omitempty"`

	AllowPrivateHub bool `yaml:"allow_private_hub,omitempty"`
}

// Bounds of the pace where the file gives none.
const (
	minPace = time.Minute
	maxPace = 24 * time.Hour
)

func (e entryPoll) check() (Poll, error) {
	p := Poll{URL: e.URL, Kind: PollKind(e.Kind), Every: e.Every, Min: e.Min, Max: e.Max, AllowPrivate: e.AllowPrivate, AllowPrivateHub: e.AllowPrivateHub}
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return p, fmt.Errorf("url %q: it should be an address that begins with http:// or https://", e.URL)
	}
	switch p.Kind {
	case "":
		p.Kind = Feed
	case Feed, Page:
	default:
		return p, fmt.Errorf("kind %q: it should be feed or page", e.Kind)
	}
	if p.Min == 0 {
		p.Min = minPace
	}
	if p.Max == 0 {
		p.Max = max(maxPace, p.Min)
	}
	if p.Every < 0 || p.Min < 0 || p.Max < p.Min {
		return p, fmt.Errorf("every %s, min %s, max %s: they should be positive, and min no more than max", e.Every, e.Min, e.Max)
	}
	return p, nil
}

func polls(in []entryPoll) ([]Poll, error) {
	var out []Poll
	seen := map[string]bool{}
	for i, e := range in {
		p, err := e.check()
		if err == nil && seen[p.URL] {
			err = fmt.Errorf("url %q is there twice", p.URL)
		}
		if err != nil {
			return nil, fmt.Errorf("poll %d: %w", i+1, err)
		}
		seen[p.URL] = true
		out = append(out, p)
	}
	return out, nil
}
