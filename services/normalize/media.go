package normalize

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/parts"
)

// File is a picture or another binary of an article, to be stored before the
// article goes on.
type File struct {
	Name      string // as contract.ValidMediaFile has it
	MediaType string
	Data      []byte
}

// nowhere stands for the address of an article's binaries until it is known which
// article it is; a reserved name (RFC 2606) that no document has.
const nowhere = "https://wireroom-media.invalid"

// plan says what becomes of the binaries that came with an article, and writes it
// into the item.
func plan(a *format.Article) []File {
	if len(a.Parts) == 0 {
		return nil
	}
	p := parts.New(a.Parts, parts.Limits{})
	p.Into(&a.Item, nowhere)
	a.Notes = append(a.Notes, p.Notes...)
	files := make([]File, len(p.Files))
	for i, f := range p.Files {
		files[i] = File(f)
	}
	return files
}

// settle puts the address in its place once the article is known.
func settle(it *ninjs.Item, base, article string) {
	from, to := nowhere+"/v1/media/", strings.TrimRight(base, "/")+contract.MediaPath(article)
	it.URI = ninjs.URI(strings.Replace(string(it.URI), from, to, 1))
	for i := range it.Renditions {
		r := &it.Renditions[i]
		r.Href = ninjs.URI(strings.Replace(string(r.Href), from, to, 1))
	}
	for i := range it.Bodies {
		it.Bodies[i].Value = strings.ReplaceAll(it.Bodies[i].Value, from, to)
	}
	for i := range it.AltIDs {
		it.AltIDs[i].Value = strings.Replace(it.AltIDs[i].Value, from, to, 1)
	}
	for i := range it.Associations {
		settle(&it.Associations[i].Item, base, article)
	}
}

// keep stores an article's binaries. What is there already is not stored again, unless
// the object store would forget it before NEWS forgets the article.
func (n *normalizer) keep(ctx context.Context, a *Article) error {
	for _, f := range a.Files {
		name := contract.MediaName(a.Envelope.Article, f.Name)
		info, err := n.media.GetInfo(ctx, name)
		if errors.Is(err, jetstream.ErrObjectNotFound) || err == nil && n.clock().Sub(info.ModTime) > contract.MediaSlack {
			_, err = n.media.Put(ctx, jetstream.ObjectMeta{Name: name, Headers: nats.Header{"Content-Type": {f.MediaType}}}, bytes.NewReader(f.Data))
		}
		if err != nil {
			return bus.At(contract.LimitMedia, fmt.Errorf("store media %s: %w", name, err))
		}
	}
	return nil
}
