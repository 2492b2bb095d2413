package webhooks

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// sources are what there are webhooks of.
func sources() []string { return []string{webhook.SourceNews, webhook.SourceReceipts} }

// asOperator opens the bucket of webhooks. done ends the connection.
func asOperator(ctx context.Context, t *target.Target) (s webhook.Store, done func(), err error) {
	session, err := t.Connect(ctx, nil)
	if err != nil {
		return s, nil, err
	}
	kv, err := session.JS.KeyValue(ctx, contract.BucketWebhooks)
	if err != nil {
		session.Close()
		return s, nil, fmt.Errorf("open the bucket of webhooks: %w", err)
	}
	return webhook.Store{KV: kv}, session.Close, nil
}

func (k Key) list(ctx context.Context, t *target.Target) ([]hook, error) {
	if k.Key != "" {
		cl, err := newClient(t, k.Key)
		if err != nil {
			return nil, err
		}
		var out struct {
			Webhooks []hook `json:"webhooks"`
		}
		err = cl.do(ctx, "GET", "", nil, &out)
		return out.Webhooks, err
	}
	s, done, err := asOperator(ctx, t)
	if err != nil {
		return nil, err
	}
	defer done()
	var out []hook
	for _, source := range sources() {
		list, err := s.List(ctx, source)
		if err != nil {
			return nil, err
		}
		for _, sub := range list {
			h, err := hookOf(ctx, s, sub)
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
	}
	return out, nil
}

func hookOf(ctx context.Context, s webhook.Store, sub webhook.Subscription) (hook, error) {
	p, rev, err := s.Progress(ctx, sub.ID)
	if rev == 0 {
		p.Place = sub.Start
	}
	h := hook{ID: sub.ID, Owner: sub.Owner, Source: sub.Source, URL: sub.URL, Description: sub.Description, Filter: sub.Filter, State: string(p.State()), Reason: p.Reason}
	if p.Next > 0 {
		h.Sequence = p.Next - 1
	}
	for _, f := range p.Failing {
		h.Failing = append(h.Failing, failure{f.Key, f.Error})
	}
	return h, err
}

// find gives the source of a webhook.
func find(ctx context.Context, s webhook.Store, id string) (string, error) {
	for _, source := range sources() {
		_, _, err := s.Get(ctx, source, id)
		if err == nil || !errors.Is(err, webhook.ErrNotFound) {
			return source, err
		}
	}
	return "", fmt.Errorf("webhook %q: %w", id, webhook.ErrNotFound)
}

func (o One) remove(ctx context.Context, t *target.Target) error {
	if o.Key.Key != "" {
		cl, err := newClient(t, o.Key.Key)
		if err != nil {
			return err
		}
		return cl.do(ctx, "DELETE", "/"+o.ID, nil, nil)
	}
	s, done, err := asOperator(ctx, t)
	if err != nil {
		return err
	}
	defer done()
	source, err := find(ctx, s, o.ID)
	if err != nil {
		return err
	}
	if source == webhook.SourceReceipts {
		return fmt.Errorf("webhook %s is one of the providers file: take receipt_webhook out of it there", o.ID)
	}
	return s.Delete(ctx, source, o.ID)
}

func (c *Resume) resume(ctx context.Context, t *target.Target, now time.Time) error {
	if c.Key.Key != "" {
		cl, err := newClient(t, c.Key.Key)
		if err != nil {
			return err
		}
		body := map[string]any{}
		if c.Now {
			body["from"] = "now"
		}
		return cl.do(ctx, "POST", "/"+c.ID+"/resume", body, nil)
	}
	s, done, err := asOperator(ctx, t)
	if err != nil {
		return err
	}
	defer done()
	if _, err := find(ctx, s, c.ID); err != nil {
		return err
	}
	var from *webhook.Place
	if c.Now {
		from = &webhook.Place{} // of no life: it begins at the end
	}
	return s.Resume(ctx, c.ID, from, now)
}

func (o One) log(ctx context.Context, t *target.Target) ([]attempt, error) {
	if o.Key.Key != "" {
		cl, err := newClient(t, o.Key.Key)
		if err != nil {
			return nil, err
		}
		var out struct {
			Deliveries []attempt `json:"deliveries"`
		}
		err = cl.do(ctx, "GET", "/"+o.ID+"/deliveries", nil, &out)
		return out.Deliveries, err
	}
	s, done, err := asOperator(ctx, t)
	if err != nil {
		return nil, err
	}
	defer done()
	if _, err := find(ctx, s, o.ID); err != nil {
		return nil, err
	}
	return s.Log(ctx, o.ID)
}
