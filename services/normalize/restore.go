package normalize

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// restore says that a delivery is run again to bring one article of it back.
type restore struct {
	article string // empty: it is no restore
	epoch   uint64 // that the article begins with it
	since   uint64 // the arrival that begins it
}

// parseRestore reads the header of a restore. since is the sequence of the message
// itself: what arrived before it does not join the epoch.
func parseRestore(header string, since uint64) (restore, error) {
	if header == "" {
		return restore{}, nil
	}
	article, number, _ := strings.Cut(header, " ")
	epoch, err := strconv.ParseUint(number, 10, 64)
	if err != nil || epoch == 0 || !contract.ValidArticle(article) {
		return restore{}, fmt.Errorf("header %s %q: it should be an article and an epoch", contract.HeaderRestore, header)
	}
	return restore{article, epoch, since}, nil
}

// only leaves the article that is restored, in its new epoch; the others of the
// delivery stay as they are.
func (r restore) only(articles []Article) ([]Article, error) {
	if r.article == "" {
		return articles, nil
	}
	for i := range articles {
		if e := &articles[i].Envelope; e.Article == r.article && articles[i].Err == nil {
			e.Version.Epoch, e.Version.Since = r.epoch, r.since
			return articles[i : i+1], nil
		}
	}
	return nil, &bus.Fault{Reason: contract.ReasonInvalid, Err: fmt.Errorf("the delivery holds no readable article %s to be restored", r.article)}
}
