package window

import "sync"

// maxKnown is how many records a process keeps decoded, of some 1.5 kB each. An article is
// a candidate of some twenty others, most of them soon after it.
const maxKnown = 4096

// known keeps entries that were read from Redis, so that what is a candidate again is not
// fetched again. An entry stands for its record as long as that begins with the same bytes
// (headBytes). It is safe for use by many.
type known struct {
	mu   sync.Mutex
	held map[string]knownEntry // by article
	ids  []string              // in the order in which they came, from next on
	next int
}

type knownEntry struct {
	head string
	Entry
}

func newKnown() *known { return &known{held: map[string]knownEntry{}} }

// get gives the entry of an article whose record has that head.
func (k *known) get(article, head string) (Entry, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.held[article]
	return e.Entry, ok && e.head == head
}

// put keeps an entry in the place of the oldest one, or of what was known of its article.
func (k *known) put(head string, e Entry) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.held[e.Article]; !ok {
		if len(k.ids) < maxKnown {
			k.ids = append(k.ids, e.Article)
		} else {
			delete(k.held, k.ids[k.next])
			k.ids[k.next] = e.Article
			k.next = (k.next + 1) % maxKnown
		}
	}
	k.held[e.Article] = knownEntry{head, e}
}
