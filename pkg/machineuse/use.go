package machineuse

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dunglas/httpsfv"
)

// Answer is what a provider said about one use.
type Answer uint8

// The answers.
const (
	NotSaid Answer = iota
	Allowed
	NotAllowed
)

// String gives the answer as the header has it; empty for NotSaid.
func (a Answer) String() string {
	switch a {
	case Allowed:
		return "allowed"
	case NotAllowed:
		return "not-allowed"
	default:
		return ""
	}
}

// Use is what a provider said about a text. The zero value is that nothing was said.
type Use struct {
	Training Answer // to train or fine-tune a model
	Input    Answer // to give it to a model: retrieval, grounding, summaries
	Indexing Answer // to list it in a search index
	Policy   string // address of the policy or licence, http or https; may be empty
}

// Said reports whether anything was said.
func (u Use) Said() bool { return u != Use{} }

// Restricted reports whether anything is not allowed.
func (u Use) Restricted() bool {
	return u.Training == NotAllowed || u.Input == NotAllowed || u.Indexing == NotAllowed
}

// all gives the same answer for each use.
func all(a Answer) Use { return Use{Training: a, Input: a, Indexing: a} }

// And joins what is said about the same text in two places of one document or
// transport: a prohibition stands over a permission, an answer over none. The policy of
// u stands over that of other.
func (u Use) And(other Use) Use {
	u.Training = max(u.Training, other.Training)
	u.Input = max(u.Input, other.Input)
	u.Indexing = max(u.Indexing, other.Indexing)
	if u.Policy == "" {
		u.Policy = other.Policy
	}
	return u
}

// Or fills what u leaves open from a wider statement: a document's from its feed's, a
// feed's from its site's, a site's from the provider's settings.
func (u Use) Or(wider Use) Use {
	u.Training = first(u.Training, wider.Training)
	u.Input = first(u.Input, wider.Input)
	u.Indexing = first(u.Indexing, wider.Indexing)
	if u.Policy == "" {
		u.Policy = wider.Policy
	}
	return u
}

func first(a, b Answer) Answer {
	if a != NotSaid {
		return a
	}
	return b
}

// The members of the header's dictionary.
const (
	keyTraining = "training"
	keyInput    = "input"
	keyIndexing = "indexing"
	keyPolicy   = "policy"
)

// String writes the value of the header Wireroom-Machine-Use: a dictionary of RFC 9651
// such as
//
//	training=not-allowed, indexing=allowed, policy="https://example.org/terms"
//
// A member that is not there was not said. Empty if nothing was said.
func (u Use) String() string {
	var members []string
	for _, m := range []struct {
		key    string
		answer Answer
	}{{keyTraining, u.Training}, {keyInput, u.Input}, {keyIndexing, u.Indexing}} {
		if m.answer != NotSaid {
			members = append(members, m.key+"="+m.answer.String())
		}
	}
	if policy, err := httpsfv.Marshal(httpsfv.NewItem(u.Policy)); err == nil && u.Policy != "" {
		members = append(members, keyPolicy+"="+policy)
	}
	return strings.Join(members, ", ")
}

// Parse reads what String wrote. Members that it does not know are left out, so that a
// reader understands what a later release writes.
func Parse(s string) (Use, error) {
	if s == "" {
		return Use{}, nil
	}
	dict, err := httpsfv.UnmarshalDictionary([]string{s})
	if err != nil {
		return Use{}, fmt.Errorf("read machine use %q: %w", s, err)
	}
	u, errs := Use{}, []error(nil)
	for key, answer := range map[string]*Answer{keyTraining: &u.Training, keyInput: &u.Input, keyIndexing: &u.Indexing} {
		value, said := itemOf(dict, key)
		if !said {
			continue
		}
		if *answer = answerOf(value); *answer == NotSaid {
			errs = append(errs, fmt.Errorf("read machine use %q: %s is neither allowed nor not-allowed", s, key))
		}
	}
	if value, said := itemOf(dict, keyPolicy); said {
		u.Policy, _ = value.(string)
	}
	return u, errors.Join(errs...)
}

func itemOf(dict *httpsfv.Dictionary, key string) (any, bool) {
	member, ok := dict.Get(key)
	item, isItem := member.(httpsfv.Item)
	return item.Value, ok && isItem
}

func answerOf(value any) Answer {
	token, _ := value.(httpsfv.Token)
	switch string(token) {
	case Allowed.String():
		return Allowed
	case NotAllowed.String():
		return NotAllowed
	default:
		return NotSaid
	}
}
