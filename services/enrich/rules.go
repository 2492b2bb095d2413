package enrich

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich/internal/external"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/keyword"
	"github.com/wireroom/wireroom/services/enrich/internal/language"
	"github.com/wireroom/wireroom/services/enrich/internal/lead"
	nameenricher "github.com/wireroom/wireroom/services/enrich/internal/names"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/places"
	"github.com/wireroom/wireroom/services/enrich/internal/reading"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
	"github.com/wireroom/wireroom/services/enrich/internal/topic"
	"github.com/wireroom/wireroom/services/enrich/internal/topic/classify"
)

// Settings choose what is added. The zero value switches everything on.
type Settings struct {
	Deadline  time.Duration            `default:"2s" desc:"how long an enricher may take for an article; one that takes longer is noted on it, and the article goes on"`
	Deadlines map[string]time.Duration `desc:"deadlines of single enrichers, as in language:5s,keywords:100ms"`
	Off       []string                 `desc:"enrichers that are switched off: language, topic, keywords, summary, reading, names, places, external; places needs names"`
	Languages []string                 `desc:"languages (ISO 639-1) that are told apart where a provider names none; all that are known, about sixty, if empty"`
	External  External
}

// External is a model of the operator's own that is asked for each article.
type External struct {
	URL   string         `desc:"address of an HTTP enricher (docs/enrichers.md), which may be a private one: each article is POSTed to it as ninjs, and what it answers is added; none if empty"`
	Token service.Secret `desc:"bearer token for it"`
	Cache int            `default:"16" desc:"MiB of its answers that are kept, by the hash of what an article says; 0 for none"`
}

// validate checks address and size.
func (x External) validate() error {
	if x.Cache < 0 || x.Cache > 1024 {
		return fmt.Errorf("enrich: the external enricher's cache of %d MiB is not between 0 and 1024", x.Cache)
	}
	if x.URL == "" {
		return nil
	}
	if err := external.CheckURL(x.URL); err != nil {
		return fmt.Errorf("enrich: %w", err)
	}
	return nil
}

// Validate checks ranges and names.
func (s Settings) Validate() error {
	if s.Deadline < 0 {
		return fmt.Errorf("enrich: deadline %s is negative", s.Deadline)
	}
	for name, d := range s.Deadlines {
		if !slices.Contains(names, name) || d <= 0 {
			return fmt.Errorf("enrich: deadline %s of %q: there is %s, and it must be positive", d, name, strings.Join(names, ", "))
		}
	}
	for _, name := range s.Off {
		if !slices.Contains(names, name) {
			return fmt.Errorf("enrich: no enricher is called %q: there is %s", name, strings.Join(names, ", "))
		}
	}
	return s.External.validate()
}

// names of the enrichers, in their order.
var names = []string{"language", "topic", "keywords", "summary", "reading", "names", "places", external.Name}

// defaultDeadline is generous: an enricher takes microseconds, and a slow machine
// must not make its articles poorer.
const defaultDeadline = 2 * time.Second

// Rules are the enrichers in their order. They may be used by many goroutines.
type Rules struct{ frame frame.Frame }

// NewRules makes the rules; observer is told of each enricher's run, nil if
// nobody is to be.
func NewRules(s Settings, observer frame.Observer, clock func() time.Time) (*Rules, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	enrichers, err := enrichers(s)
	if err != nil {
		return nil, err
	}
	if observer == nil {
		observer = frame.Unobserved{}
	}
	r := &Rules{frame.Frame{Observer: observer, Clock: clock}}
	for _, e := range enrichers {
		if slices.Contains(s.Off, e.Name()) {
			continue
		}
		r.frame.Steps = append(r.frame.Steps, frame.Step{Enricher: e, Deadline: s.deadlineOf(e.Name())})
	}
	return r, nil
}

// enrichers is the list: a new one is one line.
func enrichers(s Settings) ([]frame.Enricher, error) {
	lists, err := stopword.Load()
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	tags := s.Languages
	if len(tags) == 0 {
		tags = language.DefaultLanguages()
	}
	detector, err := language.NewDetector(tags)
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	classifier, err := classify.Load()
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	gazetteer, err := gazetteer.Load()
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	finder, err := nameenricher.New(gazetteer)
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	list := []frame.Enricher{
		language.New(lists, detector),
		topic.Enricher{Classifier: classifier},
		keyword.New(lists),
		lead.Enricher{},
		reading.Enricher{},
		finder,
		places.New(gazetteer),
	}
	if s.External.URL == "" {
		return list, nil
	}
	model, err := external.New(s.External.URL, s.External.Token.Value(), s.External.Cache<<20)
	if err != nil {
		return nil, fmt.Errorf("make enrichers: %w", err)
	}
	return append(list, model), nil
}

func (s Settings) deadlineOf(name string) time.Duration {
	if d := s.Deadlines[name]; d > 0 {
		return d
	}
	if s.Deadline == 0 {
		return defaultDeadline
	}
	return s.Deadline
}

// Enrich gives copies of item and envelope with what was found; the given ones
// stay as they are. A takedown passes through: it gets its language and topic as
// far as it says them. An error means that ctx ended.
func (r *Rules) Enrich(ctx context.Context, item *ninjs.Item, env *contract.Envelope) (*ninjs.Item, *contract.Envelope, error) {
	if item.PubStatus == ninjs.Canceled || item.PubStatus == ninjs.Withheld || env.Signal == contract.Kill {
		e := *env
		e.Language, e.Topic = language.Primary(item.Language), contract.None
		if lead, ok := topic.Lead(item.Subjects); ok {
			e.Topic = lead.Topic.Slug
		}
		return item, &e, nil
	}
	return r.frame.Run(ctx, item, env)
}
