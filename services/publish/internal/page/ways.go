package page

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/feeds"
	"github.com/wireroom/wireroom/pkg/provider"
)

// folderRow is a folder that ingest watches.
type folderRow struct {
	provider.FolderState
	State string
	Bad   bool
}

// forgotten is how long a folder that nobody looks into is shown: most are no more in the
// providers file.
const forgotten = 24 * time.Hour

// addFolder adds a folder by its state in the bucket.
func (w *worksPage) addFolder(data []byte) {
	var f folderRow
	if json.Unmarshal(data, &f.FolderState) != nil || f.Folder == "" || w.At.Sub(f.At) > forgotten {
		return
	}
	switch {
	case w.At.Sub(f.At) > 3*provider.FolderEvery:
		f.State, f.Bad = "nobody looks: is ingest running, and the folder still in the providers file?", true
	case f.Trouble != "":
		f.State, f.Bad = f.Trouble, true
	default:
		f.State = "watched"
	}
	w.Folders = append(w.Folders, f)
}

// hubRow is a subscription of ours to a provider's feed at its hub.
type hubRow struct {
	provider.HubState
	Bad bool
}

// Shown is the address of the hub without what may be a secret in it.
func (h hubRow) Shown() string { return feeds.Shown(h.Hub) }

// ShownTopic is the address of the feed likewise.
func (h hubRow) ShownTopic() string { return feeds.Shown(h.Topic) }

// lookAtHubs reads the subscriptions that ingest keeps at hubs.
func (p *Page) lookAtHubs(ctx context.Context, page *worksPage) error {
	err := p.eachKey(ctx, contract.BucketWebSub, func(e jetstream.KeyValueEntry) {
		var h hubRow
		if json.Unmarshal(e.Value(), &h.HubState) != nil || h.Hub == "" {
			return
		}
		if h.State == provider.HubActive && h.Until.Before(page.At) {
			h.State = "its lease is over"
		}
		h.Bad = h.State != provider.HubActive
		page.Hubs = append(page.Hubs, h)
	})
	slices.SortFunc(page.Hubs, func(a, b hubRow) int { return strings.Compare(a.Provider+a.Topic, b.Provider+b.Topic) })
	return err
}
