package ndjson

import (
	"errors"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize"
)

// errNothing means that a line is an object and no article.
var errNothing = errors.New("no ninjs: neither a uri nor a text")

// Item reads a line: ninjs 3.1, or what normalize makes of an older generation
// ("headline", "body_text"), whose fields 3.1 does not know. A text without a uri gets one
// as it would on the wire. now dates what has no date.
func Item(line []byte, now time.Time) (*ninjs.Item, error) {
	item, err := ninjs.Decode(line)
	if err != nil {
		return nil, err
	}
	if says(item) {
		return item, nil
	}
	d := normalize.Delivery{ID: "local-1", Provider: "local", ContentType: "application/json", Lane: contract.Wire, Received: now, Data: line}
	articles, err := normalize.Parse(d, normalize.Settings{Format: "ninjs"})
	if len(articles) == 1 && err == nil && articles[0].Err == nil && says(&articles[0].Item) {
		return &articles[0].Item, nil
	}
	if item.URI == "" {
		return nil, errNothing
	}
	if !item.URI.Valid() {
		return nil, fmt.Errorf("uri %.80q is not an absolute URI", item.URI)
	}
	return item, nil
}

// says reports whether an item is named and has anything to read.
func says(item *ninjs.Item) bool {
	return item.URI.Valid() && len(item.Headlines)+len(item.Bodies)+len(item.Descriptions) > 0
}
