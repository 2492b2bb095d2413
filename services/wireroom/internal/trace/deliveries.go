package trace

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/scan"
)

// Known is what the streams still know of an article.
type Known struct {
	Article, Provider, URI string
	Deliveries             []string           // that brought something of it, oldest first
	Receipts               []contract.Receipt // of the article alone
}

// Know gathers what the streams know of an article: all receipts are looked
// through. provider may be empty.
func Know(ctx context.Context, js jetstream.JetStream, article, provider string) (Known, error) {
	g := &gatherer{js: js, scan: math.MaxInt}
	r, found := &Report{Article: article}, map[string]string{}
	for _, look := range []func(context.Context, *Report, *string, map[string]string) error{g.onNews, g.onHeld, g.inReceipts, g.inQueues} {
		if err := look(ctx, r, &provider, found); err != nil && !missing(err) {
			return Known{}, err
		}
	}
	k := Known{Article: article, Provider: provider, URI: r.URI, Deliveries: slices.SortedFunc(maps.Keys(found), byArrival)}
	if len(found) == 0 {
		return k, fmt.Errorf("nothing is known of article %s: it never came, or is older than what the streams keep", article)
	}
	for _, id := range k.Deliveries {
		q := scan.Query{Filters: []string{contract.ReceiptSubject(provider, id)}}
		err := scan.Each(ctx, js, contract.StreamReceipts, q, func(m scan.Msg) error {
			rc, err := receipt(m)
			if err == nil && rc.Article == article {
				k.Receipts = append(k.Receipts, rc)
			}
			return err
		})
		if err != nil {
			return k, err
		}
	}
	return k, nil
}

// ResolveArticle gives the article that id names: itself, or that of a uri.
func ResolveArticle(id, provider string) (string, error) {
	c := Cmd{ID: id, Provider: provider}
	delivery, article, err := c.resolve()
	if err == nil && delivery != "" {
		err = console.Usagef("%q is a delivery: name an article, or its uri and --provider", id)
	}
	return article, err
}
