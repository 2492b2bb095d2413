package access

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/consumer"
)

// Consumer gives the consumer whose key a request shows.
func (a *Access) Consumer(r *http.Request) (consumer.Consumer, bool) {
	key, ok := keyOf(r)
	if !ok || a.store == nil {
		return consumer.Consumer{}, false
	}
	return a.store.ByKey(key)
}

// ConsumerID gives the id of the consumer whose key a request shows.
func (a *Access) ConsumerID(r *http.Request) (string, bool) {
	c, ok := a.Consumer(r)
	return c.ID, ok
}

// Get gives the consumer of an id, as the file has it now.
func (a *Access) Get(id string) (consumer.Consumer, bool) {
	if a.store != nil {
		for _, c := range a.store.All() {
			if c.ID == id {
				return c, true
			}
		}
	}
	return consumer.Consumer{}, false
}
