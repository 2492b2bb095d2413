package trace

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
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

// Resolve tells what kind of id it is: a delivery's has a dash and a number, an article's
// has 16 characters, a uri has a colon and belongs to a provider.
func Resolve(id, provider string) (delivery, article string, err error) {
	switch {
	case strings.Contains(id, ":") && contract.ValidProvider(provider):
		return "", contract.ArticleID(provider, id), nil
	case strings.Contains(id, ":"):
		return "", "", errors.New("a uri names an article only together with its provider: add --provider ID")
	case contract.ValidArticle(id):
		return "", id, nil
	}
	if _, _, err := contract.ParseDeliveryID(id); err != nil {
		return "", "", fmt.Errorf("%q is neither a delivery id (such as tp1b2c-42), nor an article id (16 characters of a-z and 0-9), nor a uri", id)
	}
	return id, "", nil
}

// ResolveArticle gives the article that id names: itself, or that of a uri.
func ResolveArticle(id, provider string) (string, error) {
	delivery, article, err := Resolve(id, provider)
	if err == nil && delivery != "" {
		err = fmt.Errorf("%q is a delivery: name an article, or its uri and --provider", id)
	}
	return article, err
}

// OfDelivery tells the life of a delivery.
func OfDelivery(ctx context.Context, js jetstream.JetStream, now func() time.Time, id string) (*Report, error) {
	g := &gatherer{js: js, now: now}
	r := &Report{Asked: id}
	return r, g.delivery(ctx, r, id)
}

// OfArticle tells the life of an article: of its last deliveries, 0 for all; as many of the
// latest receipts as receipts says are looked through for versions that NEWS does not hold.
// provider may be empty.
func OfArticle(ctx context.Context, js jetstream.JetStream, now func() time.Time, id, provider string, last, receipts int) (*Report, error) {
	g := &gatherer{js: js, now: now, scan: receipts}
	r := &Report{}
	return r, g.article(ctx, r, id, last, provider)
}
