package demo

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Version is one version of an article as publish's API gives it.
type Version struct {
	Item  ninjs.Item
	Story string // article id of the story's first article
}

// printAbout writes what the wire knows of a published version in one line: topic,
// names, places, and the story where another article began it. Where the API does not
// give the version there is no line.
func (w Wire) printAbout(ctx context.Context, out io.Writer, r contract.Receipt, files map[string]string) {
	v, err := w.Read(ctx, r.Article, r.Sequence)
	if err != nil {
		return
	}
	parts := []string{topicOf(r.Subject)}
	part := func(label string, names []string) {
		if len(names) > 0 {
			parts = append(parts, label+" "+strings.Join(names, ", "))
		}
	}
	part("people", namesOf(v.Item.People, func(p ninjs.Person) string { return p.Name }))
	part("organisations", namesOf(v.Item.Organisations, func(o ninjs.Organisation) string { return o.Name }))
	part("places", namesOf(v.Item.Places, func(p ninjs.Place) string { return p.Name }))
	if first := files[v.Story]; first != "" && v.Story != r.Article {
		parts = append(parts, "same story as "+first)
	}
	_, _ = fmt.Fprintf(out, "      about      %s\n", strings.Join(parts, "; "))
}

func topicOf(subject string) string {
	s, err := contract.ParseNewsSubject(subject)
	if err != nil || s.Topic == contract.None {
		return "no topic"
	}
	return "topic " + strings.ReplaceAll(s.Topic, "-", " ")
}

func namesOf[T any](list []T, name func(T) string) []string {
	var out []string
	for _, entry := range list {
		if n := name(entry); n != "" {
			out = append(out, n)
		}
	}
	return out
}
