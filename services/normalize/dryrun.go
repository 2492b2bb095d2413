package normalize

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Bounds of the dry runs that wait in one process: what is beyond is not answered, and
// its caller told to come again.
const (
	dryRunsWaiting = 8
	dryRunsBytes   = 4 * contract.MaxPayload
)

// answerDryRuns answers dry runs one by one until ctx ends: they get no more than one
// processor, and keep nothing.
func (n *normalizer) answerDryRuns(ctx context.Context, nc *nats.Conn) (stop func(), err error) {
	sub, err := nc.QueueSubscribe(contract.DryRunSubject("*"), contract.DryRunQueue, func(m *nats.Msg) {
		if ctx.Err() == nil {
			n.answerDryRun(ctx, m)
		}
	})
	if err == nil {
		err = sub.SetPendingLimits(dryRunsWaiting, dryRunsBytes)
	}
	if err != nil {
		return nil, fmt.Errorf("subscribe to dry runs: %w", err)
	}
	return func() { _ = sub.Unsubscribe() }, nil
}

func (n *normalizer) answerDryRun(ctx context.Context, m *nats.Msg) {
	ctx, cancel := context.WithTimeout(ctx, contract.DryRunTimeout)
	defer cancel()
	out := n.dryRun(ctx, m)
	if ctx.Err() != nil {
		return // nobody waits any more
	}
	data, err := json.Marshal(out)
	if err == nil {
		err = m.Respond(data)
	}
	if err != nil {
		n.log.Warn("dry run not answered", zap.String("subject", m.Subject), zap.Error(err))
	}
}

// dryRun reads a document as handle would. A panic is an answer, too.
func (n *normalizer) dryRun(ctx context.Context, m *nats.Msg) (out contract.DryRun) {
	defer func() {
		if p := recover(); p != nil {
			out = contract.DryRun{Articles: []contract.DryRunArticle{}, Reason: contract.ReasonPanic, Error: fmt.Sprint(p)}
		}
	}()
	out.Articles = []contract.DryRunArticle{}
	d, err := decode(bus.Msg{Header: m.Header, Data: m.Data, Subject: m.Subject, Stored: n.clock()})
	var articles []Article
	if err == nil {
		if lane := contract.Lane(m.Header.Get(contract.HeaderLane)); lane.Valid() {
			d.Lane = lane
		}
		articles, err = parse(ctx, d, n.settings(d.Provider), func(a *Article) { a.Item = ninjs.Item{} })
	}
	switch {
	case err != nil:
		out.Reason, out.Error = ReasonOf(err), err.Error()
		return out
	case len(articles) == 0:
		out.Reason, out.Error = contract.ReasonEmpty, "there is no article in it"
		return out
	}
	out.Format, out.Of = articles[0].Envelope.Format, len(articles)
	room := contract.MaxDryRun
	for i := range articles {
		a := dryRunArticle(&articles[i], d.Received)
		if room -= sizeOf(a); room < 0 {
			out.LeftOut = len(articles) - i
			break
		}
		out.Articles = append(out.Articles, a)
	}
	return out
}

// sizeOf is about how many bytes an article takes in the answer.
func sizeOf(a contract.DryRunArticle) int {
	n := len(a.Item) + len(a.Error) + len(a.URI) + 1024
	for _, note := range a.Notes {
		n += 2 * len(note)
	}
	return n
}

func dryRunArticle(a *Article, now time.Time) contract.DryRunArticle {
	e := &a.Envelope
	out := contract.DryRunArticle{Position: e.Position, Article: e.Article, URI: e.URI, Lane: e.Lane, Signal: e.Signal, Corrects: e.Corrects,
		Use: e.MachineUse.String(), Media: e.Media, Notes: e.Notes, Item: a.Data}
	if a.Err != nil {
		out.Outcome, out.Reason, out.Error, out.Item = contract.Dead, ReasonOf(a.Err), a.Err.Error(), nil
		return out
	}
	out.Version = e.Version.String()
	if !e.Embargo.IsZero() && e.Embargo.After(now) {
		until := e.Embargo.UTC()
		out.Outcome, out.Embargo = contract.Held, &until
	}
	return out
}
