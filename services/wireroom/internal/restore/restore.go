// Package restore is the command `restore`: it brings an article back that was
// taken down, out of its original on RAW.
//
// It only runs the original again, in a new epoch of the article: what becomes of
// it the stages decide.
package restore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/services/wireroom/internal/audit"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	ID       string        `arg:"" name:"id" help:"An article id, or its uri (with --provider)."`
	Provider string        `short:"p" placeholder:"ID" env:"WIREROOM_PROVIDER" help:"Whose uri it is."`
	Delivery string        `placeholder:"ID" help:"Out of this delivery; the latest usable version otherwise."`
	Reason   string        `required:"" placeholder:"TEXT" help:"Why: for the audit log."`
	By       string        `placeholder:"WHO" help:"Who: for the audit log; the user of this machine otherwise."`
	Wait     time.Duration `default:"30s" help:"How long its return is awaited (default: ${default})."`
}

// Help has examples.
func (Cmd) Help() string {
	return `A killed article stays killed, whatever comes after it, until an operator restores it. The kill that is lifted kills no second time, a new one does.

    wireroom restore ab3cd4ef5gh6ij7k --reason 'killed by mistake, ticket 71'
    wireroom restore -p nordwind urn:nordwind:2026:ferry --delivery tp1b2c-42 --reason 'the first version stands'`
}

// Run restores.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	article, err := trace.ResolveArticle(c.ID, c.Provider)
	if err != nil {
		return err
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	last, err := tombstone(ctx, s.JS, article)
	if err != nil {
		return err
	}
	known, err := trace.Know(ctx, s.JS, article, last.Provider)
	if err != nil {
		return err
	}
	delivery := c.Delivery
	if delivery == "" {
		if delivery, err = latest(known); err != nil {
			return err
		}
	}
	msg, err := again(ctx, s.JS, article, delivery, last.Version.Epoch+1)
	if err != nil {
		return err
	}
	// before it is done: what fails half-way was somebody's doing too
	if err := audit.Write(ctx, s.JS, audit.Entry{At: con.Now().UTC(), Action: audit.Restore, Article: article, Provider: last.Provider,
		URI: last.URI, By: audit.Who(c.By), Reason: c.Reason}); err != nil {
		return err
	}
	if _, err := s.JS.PublishMsg(ctx, msg); err != nil {
		return fmt.Errorf("run delivery %s again: %w", delivery, err)
	}
	subject, err := c.await(ctx, s.JS, article)
	if err != nil {
		return fmt.Errorf("delivery %s runs again, but: %w; wireroom trace %s tells more", delivery, err, delivery)
	}
	con.Printf("%s is back, out of delivery %s: %s\n", article, delivery, console.Clean(subject))
	return nil
}

// tombstone gives the last word on an article, which has to be a takedown.
func tombstone(ctx context.Context, js jetstream.JetStream, article string) (*contract.Envelope, error) {
	m, err := scan.Last(ctx, js, contract.StreamNews, contract.NewsOfArticle(article))
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fmt.Errorf("NEWS holds nothing of article %s", article)
	}
	e, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return nil, fmt.Errorf("read NEWS %d: %w", m.Sequence, err)
	}
	if e.Signal != contract.Kill {
		return nil, fmt.Errorf("article %s is not taken down: its last word is %s", article, e.Signal)
	}
	return e, nil
}

// latest chooses the delivery with the latest usable version.
func latest(k trace.Known) (string, error) {
	var best dedup.Version
	delivery := ""
	for _, r := range k.Receipts {
		v, err := dedup.ParseVersion(r.Version)
		if err != nil || v.Status != dedup.Usable || r.Outcome == contract.Dead || r.Reason == contract.ReasonStale {
			continue
		}
		if delivery == "" || cmp.Or(dedup.CompareSaid(v, best), cmp.Compare(v.Seq, best.Seq)) > 0 {
			best, delivery = v, r.Delivery
		}
	}
	if delivery == "" {
		return "", errors.New("no usable version of it is known any more: receipts and originals are kept for 7 days; ask its provider, or name a --delivery")
	}
	return delivery, nil
}

// again makes the message that runs an original again, for one article of it.
func again(ctx context.Context, js jetstream.JetStream, article, delivery string, epoch uint64) (*nats.Msg, error) {
	incarnation, seq, err := contract.ParseDeliveryID(delivery)
	if err != nil {
		return nil, err
	}
	m, err := scan.Get(ctx, js, contract.StreamRaw, seq)
	if err != nil {
		return nil, err
	}
	if m == nil || m.Header.Get(contract.HeaderIncarnation) != incarnation {
		return nil, fmt.Errorf("the original of delivery %s is gone from RAW, which keeps originals for 7 days", delivery)
	}
	provider, err := providerOf(m.Subject)
	if err != nil {
		return nil, err
	}
	h := contract.Copied(m.Header)
	h[contract.HeaderDelivery] = []string{delivery}
	h[contract.HeaderReplay] = []string{fmt.Sprint(epoch)}
	h[contract.HeaderRestore] = []string{fmt.Sprintf("%s %d", article, epoch)}
	h[contract.HeaderMsgID] = []string{fmt.Sprintf("restore.%s.%d.%s", article, epoch, delivery)}
	return &nats.Msg{Subject: contract.RawSubject(contract.Flash, provider), Header: h, Data: m.Data}, nil
}

func providerOf(subject string) (string, error) {
	provider := subject[strings.LastIndexByte(subject, '.')+1:]
	if !contract.ValidProvider(provider) {
		return "", fmt.Errorf("subject %q names no provider", subject)
	}
	return provider, nil
}

// await waits until NEWS holds something readable of the article.
func (c *Cmd) await(ctx context.Context, js jetstream.JetStream, article string) (subject string, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.Wait, errors.New("it is not back yet"))
	defer cancel()
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	for {
		m, err := scan.Last(ctx, js, contract.StreamNews, contract.NewsOfArticle(article))
		if err == nil && m != nil && m.Header.Get(contract.HeaderSignal) != string(contract.Kill) {
			return m.Subject, nil
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}
