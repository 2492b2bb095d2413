package window

// Queued gives how many places the index keeps for entries, those that are gone included.
func (m *Memory) Queued() int { return len(m.queue) }

// MaxKnown is how many records a process keeps decoded.
const MaxKnown = maxKnown

// Known is what a process keeps decoded.
type Known struct{ *known }

// NewKnown makes an empty one.
func NewKnown() Known { return Known{newKnown()} }

// Put keeps an entry of an article.
func (k Known) Put(article string) { k.put("head", Entry{Article: article}) }

// Has reports whether it is kept.
func (k Known) Has(article string) bool { _, ok := k.get(article, "head"); return ok }

// PlaceOf gives the hash and the field of a band.
func PlaceOf(band uint32) (bucket uint32, field string) {
	e := Entry{}
	e.Print.Bands = []uint32{band}
	args := appendBands(nil, e)
	return args[1].(uint32), string(args[2].([]byte))
}

// Buckets is how many hashes the bands of a day have at most.
const Buckets = buckets
