package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
)

// findings holds the streams against each other.
func (p *state) findings() []Finding {
	out := slices.Concat(p.unread, p.withoutEnd(), p.notOnNews(), p.notHeld(), p.withoutReceipt(), p.withoutOriginal())
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind))
	})
	return out
}

// withoutEnd are deliveries that RAW has and that are worked off, of which an article, or all,
// is nowhere. Those that are older than receipts are kept can't be judged.
func (p *state) withoutEnd() []Finding {
	var out []Finding
	for _, id := range p.ids() {
		d := p.deliveries[id]
		if !d.original || d.young || d.ends[0] || p.beforeReceipts(d) {
			continue
		}
		if len(d.ends) == 0 {
			out = append(out, Finding{Kind: NoEnd, Stream: contract.StreamRaw, Delivery: id, Sequence: d.seq, Repair: ByReplay, Text: "the whole delivery"})
		}
		for n := 1; n <= d.of; n++ {
			if !d.ends[n] {
				out = append(out, Finding{Kind: NoEnd, Stream: contract.StreamRaw, Delivery: id, Position: n, Sequence: d.seq, Repair: ByReplay, Text: fmt.Sprintf("article %d of %d", n, d.of)})
			}
		}
	}
	return out
}

// beforeReceipts reports whether the receipts of a delivery may have been deleted by age.
func (p *state) beforeReceipts(d *delivery) bool {
	i := p.infos[contract.StreamReceipts]
	return i == nil || i.Config.MaxAge > 0 && d.received.Before(p.now.Add(-i.Config.MaxAge+settled))
}

// notOnNews are articles whose last receipt of a publication has no message on NEWS, nor a
// later one.
func (p *state) notOnNews() []Finding {
	i := p.infos[contract.StreamNews]
	if i == nil {
		return nil
	}
	var out []Finding
	for _, r := range sorted(p.receipts) {
		last, there := p.last[r.Article]
		switch {
		case p.news[part{r.Delivery, r.Position}], p.now.Sub(r.At) < settled:
		case i.Config.MaxAge > 0 && p.now.Sub(r.At) > i.Config.MaxAge-settled:
		case there && (last.sequence > r.Sequence && !p.damagedNews() || last.at.After(r.At)):
		default:
			out = append(out, p.lost(NotOnNews, contract.StreamNews, r))
		}
	}
	return out
}

// damagedNews reports whether sequences of NEWS were given out twice.
func (p *state) damagedNews() bool {
	return p.infos[contract.StreamNews].Config.Metadata[contract.MetadataLife] != ""
}

func (p *state) notHeld() []Finding {
	var out []Finding
	for _, r := range sorted(p.held) {
		if last, there := p.last[r.Article]; p.holds[r.Article] || p.now.Sub(r.At) < settled || there && last.at.After(r.At) {
			continue
		}
		out = append(out, p.lost(NotHeld, contract.StreamHeld, r))
	}
	return out
}

func (p *state) lost(kind Kind, stream string, r contract.Receipt) Finding {
	f := Finding{Kind: kind, Stream: stream, Delivery: r.Delivery, Position: r.Position, Article: r.Article, Sequence: r.Sequence, Repair: None, Text: r.URI}
	if d := p.deliveries[r.Delivery]; d != nil && d.original {
		f.Repair = ByReplay
	}
	return f
}

func (p *state) withoutReceipt() []Finding {
	i := p.infos[contract.StreamReceipts]
	if i == nil {
		return nil
	}
	return slices.DeleteFunc(p.unconfirmed, func(f Finding) bool {
		return p.hasReceipt[part{f.Delivery, f.Position}] || p.now.Sub(f.at) < settled || i.Config.MaxAge > 0 && p.now.Sub(f.at) > i.Config.MaxAge-settled
	})
}

// withoutOriginal are deliveries with receipts whose original RAW should still have.
func (p *state) withoutOriginal() []Finding {
	i := p.infos[contract.StreamRaw]
	if i == nil {
		return nil
	}
	var out []Finding
	for _, id := range p.ids() {
		life, seq, err := contract.ParseDeliveryID(id)
		if d := p.deliveries[id]; err != nil || d.original || life != p.lives[contract.StreamRaw] || seq < i.State.FirstSeq || !p.anyReceipt(id, d) {
			continue
		}
		out = append(out, Finding{Kind: NoOriginal, Stream: contract.StreamRaw, Delivery: id, Sequence: seq, Repair: None})
	}
	return out
}

func (p *state) anyReceipt(id string, d *delivery) bool {
	for n := range d.ends {
		if p.hasReceipt[part{id, n}] {
			return true
		}
	}
	return false
}

func (p *state) ids() []string {
	out := make([]string, 0, len(p.deliveries))
	for id := range p.deliveries {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func sorted(m map[string]contract.Receipt) []contract.Receipt {
	out := make([]contract.Receipt, 0, len(m))
	for _, r := range m {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b contract.Receipt) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Article, b.Article)) })
	return out
}
