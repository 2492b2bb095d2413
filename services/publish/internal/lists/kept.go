package lists

import (
	"cmp"
	"slices"
	"strings"
)

// kept is an entry in memory. Its texts are one string of its own: those of an Entry are
// parts of a message's headers, which the client reads as one string, and would keep all
// of it.
type kept struct {
	seq   uint64
	at    int64
	text  string
	ends  [6]uint32 // of article, subject, URI, machine use, story and original in text
	lists []*list
}

func keep(e Entry) *kept {
	k := &kept{seq: e.Seq, at: e.At, lists: make([]*list, len(e.Lists))}
	var b strings.Builder
	for i, s := range []string{e.Article, e.Subject, e.URI, e.Use, e.Story, e.CopyOf} {
		b.WriteString(s)
		k.ends[i] = uint32(b.Len()) //nolint:gosec // headers have 64 KiB at most
	}
	k.text = strings.Clone(b.String())
	return k
}

func (k *kept) part(i int) string {
	if i == 0 {
		return k.text[:k.ends[0]]
	}
	return k.text[k.ends[i-1]:k.ends[i]]
}

func (k *kept) article() string { return k.part(0) }

func (k *kept) entry() Entry {
	e := Entry{Article: k.part(0), Seq: k.seq, At: k.at, Subject: k.part(1), URI: k.part(2), Use: k.part(3), Story: k.part(4), CopyOf: k.part(5),
		Lists: make([]string, len(k.lists))}
	for i, l := range k.lists {
		e.Lists[i] = l.name
	}
	return e
}

// list is what has a value in a respect, by sequence.
type list struct {
	name    string
	entries []*kept
}

func newList(name string) *list { return &list{name: strings.Clone(name)} }

func (l *list) find(seq uint64) (int, bool) {
	return slices.BinarySearchFunc(l.entries, seq, func(k *kept, seq uint64) int { return cmp.Compare(k.seq, seq) })
}

// add puts an entry at the end: what is applied is newer than what is there.
func (l *list) add(k *kept) { l.entries = append(l.entries, k) }

func (l *list) remove(seq uint64) {
	i, found := l.find(seq)
	switch {
	case !found:
	case i == 0: // the oldest one goes most often, and nothing needs to be moved for that
		l.entries[0] = nil
		l.entries = l.entries[1:]
	default:
		l.entries = slices.Delete(l.entries, i, i+1)
	}
}
