package webhooks

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
)

// maxValues is how many values one restriction of a filter may have.
const maxValues = 100

// Filter is what a webhook gets. What is not said is no restriction; takedowns it gets
// always.
type Filter struct {
	Signal   []string `json:"signal,omitempty"`
	Urgency  []int    `json:"urgency,omitempty"`
	Language []string `json:"language,omitempty"`
	Topic    []string `json:"topic,omitempty"`
	Provider []string `json:"provider,omitempty"`
	Story    []string `json:"story,omitempty"` // ids
	// Machine leaves out what its provider forbids machines to train on or to take as
	// input.
	Machine bool `json:"machine,omitempty"`
}

// parse checks it. What can be told by a subject is in the rights.
func (f Filter) parse() (consumer.Rights, error) {
	rights := consumer.Rights{Machine: f.Machine}
	for _, group := range []struct {
		name   string
		values []string
	}{{"signal", f.Signal}, {"urgency", texts(f.Urgency)}, {"language", f.Language}, {"topic", f.Topic}, {"provider", f.Provider}, {"story", f.Story}} {
		if len(group.values) > maxValues {
			return rights, fmt.Errorf("filter: %s has more than %d values", group.name, maxValues)
		}
		for _, v := range group.values {
			if err := add(&rights, group.name, v); err != nil {
				return rights, fmt.Errorf("filter: %w", err)
			}
		}
	}
	return rights, nil
}

func add(rights *consumer.Rights, name, v string) error {
	if name != "story" {
		return rights.Add(name, v)
	}
	if !contract.ValidArticle(v) {
		return fmt.Errorf("story %.40q is no story's id: it has 16 characters of a-z and 0-9", v)
	}
	return nil
}

func texts(list []int) []string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// filterOf reads the filter of a subscription, which was checked when it was written.
func filterOf(data json.RawMessage) (f Filter, rights consumer.Rights, err error) {
	if len(data) > 0 {
		if err := json.Unmarshal(data, &f); err != nil {
			return f, rights, fmt.Errorf("read filter: %w", err)
		}
	}
	rights, err = f.parse()
	return f, rights, err
}

// may reports whether the filter takes in a message.
func (f Filter) may(rights consumer.Rights, s contract.NewsSubject, e *contract.Envelope) bool {
	if s.Signal == contract.Kill {
		return true
	}
	return rights.May(s, e.MachineUse) && (len(f.Story) == 0 || slices.Contains(f.Story, e.Story))
}

// maxSubjects is how many subjects the broker is asked for; above, it gives more than
// is wanted, and the rest is left out here.
const maxSubjects = 64

// subjects gives those of NEWS that take in all that the rights allow.
func subjects(r consumer.Rights) []string {
	out := []string{"news.*"}
	add := func(values []string) {
		if len(values) == 0 || len(values)*len(out) > maxSubjects {
			values = []string{"*"}
		}
		var next []string
		for _, before := range out {
			for _, v := range values {
				next = append(next, before+"."+v)
			}
		}
		out = next
	}
	var signals []string
	for _, s := range r.Signals {
		if s != contract.Kill {
			signals = append(signals, string(s))
		}
	}
	if len(r.Signals) > 0 && len(signals) == 0 {
		return []string{kills}
	}
	add(unique(signals))
	add(unique(texts(r.Urgencies)))
	add(unique(r.Languages))
	add(unique(r.Topics))
	add(unique(r.Providers))
	if slices.Contains(out, "news.*.*.*.*.*.*") {
		return nil // all
	}
	return append(out, kills)
}

const kills = "news.*." + string(contract.Kill) + ".>"

func unique(values []string) []string {
	slices.Sort(values)
	return slices.Compact(values)
}
