// Package topic finds an article's leading topic from the codes that its provider
// gave: IPTC subject codes and IPTC Media Topics.
//
// It must not read the text: what a text is about is another enricher's work.
// IPTC NewsCodes are © International Press Telecommunications Council, CC BY 4.0.
package topic

import (
	"context"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// Enricher sets the leading topic and adds it to the subjects.
type Enricher struct{}

// Name of the enricher.
func (Enricher) Name() string { return "topic" }

// Enrich finds the leading topic; nothing if no code tells one. The topic is
// added as a subject unless it is there.
func (Enricher) Enrich(_ context.Context, a *frame.Article) (frame.Change, error) {
	lead, ok := Lead(a.Item.Subjects)
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
// the topic with most codes leads, and the first of those. Subjects of ours count
// only where the provider gave no code.
func Lead(subjects []ninjs.Subject) (Found, bool) {
	votes := collect(subjects, false)
	if len(votes) == 0 {
		votes = collect(subjects, true)
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
func collect(subjects []ninjs.Subject, ours bool) []vote {
	var votes []vote
	for i := range subjects {
		s := &subjects[i]
		found, ok := topicOf(s)
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
