package page

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/feeds"
	"github.com/wireroom/wireroom/pkg/provider"
)

// feedRow is an address that is polled.
type feedRow struct {
	provider.PollState
	State string
}

// lookAtFeeds reads what ingest keeps of the addresses that it polls and of the folders
// that it watches.
func (p *Page) lookAtFeeds(ctx context.Context, page *worksPage) error {
	err := p.eachKey(ctx, contract.BucketPoll, func(e jetstream.KeyValueEntry) {
		if strings.HasPrefix(e.Key(), provider.FolderKey("")) {
			page.addFolder(e.Value())
		} else if f, ok := feedOf(e.Value()); ok {
			page.Feeds = append(page.Feeds, f)
		}
	})
	slices.SortFunc(page.Feeds, func(a, b feedRow) int { return strings.Compare(a.Provider+a.URL, b.Provider+b.URL) })
	slices.SortFunc(page.Folders, func(a, b folderRow) int { return strings.Compare(a.Provider, b.Provider) })
	return err
}

// eachKey calls fn for what a bucket holds under keys, patterns as those of subjects, or under
// any; for nothing where the bucket was not made yet.
func (p *Page) eachKey(ctx context.Context, bucket string, fn func(jetstream.KeyValueEntry), keys ...string) error {
	kv, err := p.Works.KeyValue(ctx, bucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		keys = []string{jetstream.AllKeys}
	}
	watch, err := kv.WatchFiltered(ctx, keys, jetstream.IgnoreDeletes())
	if err != nil {
		return err
	}
	defer func() { _ = watch.Stop() }()
	for {
		select {
		case e := <-watch.Updates():
			if e == nil { // all that there is has come
				return nil
			}
			fn(e)
		case <-ctx.Done():
			return fmt.Errorf("read the bucket %s: %w", bucket, ctx.Err())
		}
	}
}

func feedOf(data []byte) (feedRow, bool) {
	var f feedRow
	if json.Unmarshal(data, &f.PollState) != nil || f.URL == "" {
		return f, false
	}
	switch {
	case f.Gone:
		f.State = "gone: it answered 410 and is not asked again"
	case f.Failures > 0:
		f.State = "failing, " + strconv.Itoa(f.Failures) + " in a row"
	case f.Moved != "":
		f.State = "moved to " + feeds.Shown(f.Moved)
	default:
		f.State = "well"
	}
	return f, true
}

// Shown is the address without what may be a secret in it.
func (f feedRow) Shown() string { return feeds.Shown(f.URL) }

// Key names the address in a form.
func (f feedRow) Key() string { return provider.PollKey(f.Provider, f.URL) }

// changeFeed has a feed polled now, or forgets where it moved.
func (p *Page) changeFeed(w http.ResponseWriter, r *http.Request) {
	do := r.PostFormValue("do")
	if do != "poll" && do != "reset" {
		p.fail(w, r, http.StatusBadRequest, "Poll or reset?", "The form says neither.")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), lookLimit)
	defer cancel()
	feed, err := p.doFeed(ctx, do, r.PostFormValue("feed"))
	switch {
	case errors.Is(err, errNoFeed):
		p.fail(w, r, http.StatusNotFound, "No such feed", "The form names no address that is polled.")
		return
	case err != nil:
		p.Log.Warn("feed not changed", p.operator(r), zap.String("do", do), zap.Error(err))
		p.fail(w, r, http.StatusConflict, "Not done", "The feed was left as it is: "+p.why(err))
		return
	}
	p.Log.Info("feed changed", p.operator(r), zap.String("do", do), zap.String("provider", feed.Provider), zap.String("url", feed.Shown()))
	p.forget()
	http.Redirect(w, r, address("/works", url.Values{"did": {map[string]string{"poll": "polled", "reset": "reset"}[do]}}), http.StatusSeeOther)
}

var errNoFeed = errors.New("no such feed")

// doFeed changes the feed of a key: an address may hold a secret, so that a form names none.
func (p *Page) doFeed(ctx context.Context, do, key string) (feedRow, error) {
	var page worksPage
	if err := p.lookAtFeeds(ctx, &page); err != nil {
		return feedRow{}, err
	}
	i := slices.IndexFunc(page.Feeds, func(f feedRow) bool { return f.Key() == key })
	if i < 0 {
		return feedRow{}, errNoFeed
	}
	f := page.Feeds[i]
	states, err := feeds.Open(ctx, p.Works)
	if err != nil {
		return f, err
	}
	change := states.Poll
	if do == "reset" {
		change = states.Reset
	}
	_, err = change(ctx, f.Provider, f.URL)
	return f, err
}
