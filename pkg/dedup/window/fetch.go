package window

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// What stands before a record, and how much of both tells it from any other record of its
// article: order, sequence, format, time, and the beginning of what was decided.
const (
	orderDigits    = 16
	sequenceDigits = 16
	headBytes      = orderDigits + sequenceDigits + 1 + 8 + 1 + idBytes // claim reads as much
)

// head is a candidate as claim names it.
type head struct{ article, bytes string }

// headsOf reads an answer of claim.
func headsOf(answer any) []head {
	fields, _ := answer.([]any)
	out := make([]head, 0, len(fields)/2)
	for i := 1; i+1 < len(fields); i += 2 {
		id, _ := fields[i].(string)
		bytes, _ := fields[i+1].(string)
		if len(bytes) >= orderDigits+sequenceDigits {
			out = append(out, head{id, bytes})
		}
	}
	return out
}

// records are the entries of articles that an answer names.
type records map[string]Entry

// fetch gives the entries of candidates: those that are known to this process, and the
// others with one read. A record that can't be read is left out, and so is one that is gone
// by now, or has another order.
func (r *Redis) fetch(ctx context.Context, heads [][]head) (records, error) {
	out := records{}
	var missing []head
	var keys []string
	for _, list := range heads {
		for _, h := range list {
			if _, seen := out[h.article]; seen {
				continue
			}
			e, ok := r.known.get(h.article, h.bytes)
			if !ok {
				missing, keys = append(missing, h), append(keys, prefix+"e:"+h.article)
			}
			out[h.article] = e // empty while it is missing
		}
	}
	if len(keys) == 0 {
		return out, nil
	}
	held, err := r.rdb.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, failed("read candidates", err)
	}
	for i, h := range missing {
		delete(out, h.article)
		text, _ := held[i].(string)
		if len(text) < headBytes || text[:orderDigits] != h.bytes[:orderDigits] {
			continue
		}
		if e, err := decode(h.article, []byte(text[orderDigits+sequenceDigits:])); err == nil {
			r.known.put(strings.Clone(text[:headBytes]), e)
			out[h.article] = e
		}
	}
	return out, nil
}

// candidates gives those of an entry, without what is of before since.
func (r records) candidates(heads []head, since time.Time) []Candidate {
	out := make([]Candidate, 0, len(heads))
	for _, h := range heads {
		e, ok := r[h.article]
		order, err := strconv.ParseInt(h.bytes[:orderDigits], 10, 64)
		if ok && err == nil && !e.At.Before(since) {
			out = append(out, Candidate{Entry: e, Order: order})
		}
	}
	return out
}
