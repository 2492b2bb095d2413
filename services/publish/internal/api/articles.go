package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// ErrFilling says that the lists are not complete yet: they are being filled from NEWS.
var ErrFilling = errors.New("the lists are being filled")

// ErrQuery is what is wrong with the parameters of a list.
var ErrQuery = errors.New("not a list")

// Articles gives a page of GET /v1/articles with these parameters, for who may read what
// the request's rights say. Addresses in it are made of the request's own.
func (l *List) Articles(r *http.Request, values url.Values) (feed.Feed, error) {
	q, err := parseQuery(values)
	if err != nil {
		return feed.Feed{}, fmt.Errorf("%w: %w", ErrQuery, err)
	}
	wk := newWalk(l, q, access.Of(r))
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	_, ready, err := l.store.Position(ctx, wk.life)
	if err != nil {
		return feed.Feed{}, err
	}
	if !ready {
		return feed.Feed{}, ErrFilling
	}
	return l.feed(r, wk)
}
