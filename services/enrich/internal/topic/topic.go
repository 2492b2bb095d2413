// Package topic finds an article's leading topic: from the codes that its provider
// gave (IPTC subject codes and IPTC Media Topics), else from what the provider calls
// its section, else from the words of an English text.
//
// It must not contradict a provider's code. IPTC NewsCodes are © International Press Telecommunications Council, CC BY 4.0.
package topic

import (
	"context"
	"math"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/topic/classify"
)

// Enricher sets the leading topic and adds it to the subjects.
type Enricher struct {
	Classifier *classify.Classifier // nil: texts are not read
}

// Name of the enricher.
func (Enricher) Name() string { return "topic" }

// Enrich finds the leading topic; nothing if neither the provider nor the text tells
// one. The topic is added as a subject unless it is there.
func (e Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	lead, ok := Lead(a.Item.Subjects)
	if !ok {
		lead, ok = e.read(a)
	}
	if !ok {
		return frame.Change{}, nil
	}
	change := frame.Change{Topic: lead.Topic.Slug}
	if has(a.Item.Subjects, lead.Topic) {
		return change, nil
	}
	confidence := lead.Confidence
	change.Subjects = []ninjs.Subject{{
		Name: lead.Topic.Name, Rel: "about", URI: ninjs.URI(lead.Topic.URI()),
		Creator: frame.Creator, Confidence: &confidence,
	}}
	return change, nil
}

// read has the text classified. Without a body, the descriptions have to do.
func (e Enricher) read(a *frame.Article) (Found, bool) {
	if e.Classifier == nil || a.Language != "en" {
		return Found{}, false
	}
	text := a.Text
	if text == "" {
		for _, d := range a.Item.Descriptions {
			text += d.Value + "\n"
		}
	}
	t, p, ok := e.Classifier.Topic(a.Headline, text)
	return Found{t, int(math.Round(100 * p))}, ok
}

func has(subjects []ninjs.Subject, t contract.Topic) bool {
	for i := range subjects {
		if code, ok := codeOf(&subjects[i]); ok && !code.subjectCode && code.digits == t.Code {
			return true
		}
	}
	return false
}

// Found is a topic of the first level and how sure it is, 0 to 100.
type Found struct {
	Topic      contract.Topic
	Confidence int
}

type vote struct {
	Found
	relevance, count int
}

// Lead chooses the leading topic: that of the subject with the highest relevance
// if the provider gave any, else of the first code. Among equally relevant ones
// the topic with most codes leads, and the first of those. Names of sections count
// only where the provider gave no code, subjects of ours only where it gave neither.
func Lead(subjects []ninjs.Subject) (Found, bool) {
	votes := collect(subjects, topicOf, false)
	if len(votes) == 0 {
		votes = collect(subjects, topicByWord, false)
	}
	if len(votes) == 0 {
		votes = collect(subjects, topicOf, true)
	}
	if len(votes) == 0 {
		return Found{}, false
	}
	lead := votes[0]
	for _, v := range votes[1:] {
		if v.relevance > lead.relevance || v.relevance > 0 && v.relevance == lead.relevance && v.count > lead.count {
			lead = v
		}
	}
	return lead.Found, true
}

// collect gives one vote for each topic of the first level, in the order of their
// first codes, with its highest relevance and the number of codes that have it.
func collect(subjects []ninjs.Subject, read func(*ninjs.Subject) (Found, bool), ours bool) []vote {
	var votes []vote
	for i := range subjects {
		s := &subjects[i]
		found, ok := read(s)
		if !ok || (s.Creator == frame.Creator) != ours {
			continue
		}
		v := vote{Found: found, count: 1}
		if s.Relevance != nil {
			v.relevance = *s.Relevance
		}
		votes = merge(votes, v)
	}
	return votes
}

func merge(votes []vote, v vote) []vote {
	for i := range votes {
		old := &votes[i]
		if old.Topic.Code != v.Topic.Code {
			continue
		}
		old.Confidence = max(old.Confidence, v.Confidence)
		switch {
		case v.relevance > old.relevance:
			old.relevance, old.count = v.relevance, 1
		case v.relevance == old.relevance:
			old.count++
		}
		return votes
	}
	return append(votes, v)
}
