package replay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// atOnce is how many originals are on their way to RAW at once.
const atOnce = 16

// run is one replay.
type run struct {
	*Cmd
	js      jetstream.JetStream
	con     *console.Console
	bar     *progressbar.ProgressBar
	waiting map[string]*pending // by delivery
	counts  map[string]int
	repeats int // had run under this number before
}

// pending is a delivery that has not come through.
type pending struct {
	articles map[int]bool
	of       int
}

func (r *run) all(ctx context.Context, list []original) error {
	receipts, err := r.js.Stream(ctx, contract.StreamReceipts)
	if err != nil {
		return scan.Explain(contract.StreamReceipts, err)
	}
	from := receipts.CachedInfo().State.LastSeq + 1
	r.counts = map[string]int{}
	if r.con.ErrTTY {
		r.bar = progressbar.NewOptions(2*len(list), progressbar.OptionSetWriter(r.con.Err), progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription("replaying"), progressbar.OptionSetPredictTime(true))
	}
	if err := r.publish(ctx, list); err != nil {
		return err
	}
	if r.Wait > 0 {
		err = r.follow(ctx, from)
	}
	r.sumUp(len(list))
	return err
}

// publish puts each original on RAW again.
func (r *run) publish(ctx context.Context, list []original) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	repeated := make([]bool, len(list))
	for i, o := range list {
		group.Go(func() (err error) {
			repeated[i], err = r.again(ctx, o)
			r.step()
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, o := range list {
		if repeated[i] {
			r.repeats++
			r.step()
			continue
		}
		r.waiting[o.delivery] = &pending{articles: map[int]bool{}}
	}
	return nil
}

// again runs one original; repeated says that it has run under this number.
func (r *run) again(ctx context.Context, o original) (repeated bool, err error) {
	m, err := scan.Get(ctx, r.js, contract.StreamRaw, o.seq)
	if err != nil {
		return false, err
	}
	if m == nil {
		return true, nil // purged by age in between
	}
	ack, err := r.js.PublishMsg(ctx, Message(*m, o.delivery, o.provider, r.Number))
	if err != nil {
		return false, fmt.Errorf("run delivery %s again: %w", o.delivery, err)
	}
	return ack.Duplicate, nil
}

// Message makes the message that runs an original again as replay n: under the name
// of its delivery, in its place in the order of arrival.
func Message(m scan.Msg, delivery, provider string, n int) *nats.Msg {
	h := contract.Copied(m.Header)
	h[contract.HeaderDelivery] = []string{delivery}
	h[contract.HeaderReplay] = []string{strconv.Itoa(n)}
	h[contract.HeaderMsgID] = []string{fmt.Sprintf("replay.%d.%s", n, delivery)}
	return &nats.Msg{Subject: contract.RawSubject(contract.Bulk, provider), Header: h, Data: m.Data}
}

var errQuiet = errors.New("no receipt has come for so long")

// follow counts receipts until each delivery has all of its own.
func (r *run) follow(ctx context.Context, from uint64) error {
	for last := time.Now(); len(r.waiting) > 0; {
		before := len(r.waiting)
		err := scan.Each(ctx, r.js, contract.StreamReceipts, scan.Query{From: from}, func(m scan.Msg) error {
			from = m.Sequence + 1
			return r.count(m)
		})
		if err != nil {
			return err
		}
		if len(r.waiting) < before {
			last = time.Now()
		}
		if time.Since(last) > r.Wait {
			return fmt.Errorf("%s not through: %w (%s); wireroom status shows what waits", console.Plural(len(r.waiting), "original"), errQuiet, r.Wait)
		}
		if err := service.Pause(ctx, 250*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) count(m scan.Msg) error {
	var rc contract.Receipt
	if err := json.Unmarshal(m.Data, &rc); err != nil {
		return fmt.Errorf("read receipt %d: %w", m.Sequence, err)
	}
	p := r.waiting[rc.Delivery]
	if p == nil || rc.Replay != r.Number || p.articles[rc.Position] {
		return nil
	}
	p.articles[rc.Position] = true
	p.of = max(p.of, rc.Of)
	r.counts[became(rc)]++
	if len(p.articles) >= p.of || rc.Position == 0 {
		delete(r.waiting, rc.Delivery)
		r.step()
	}
	return r.print(rc)
}

func became(rc contract.Receipt) string {
	switch rc.Outcome {
	case contract.Published:
		return "published as " + string(rc.Signal)
	case contract.Dropped:
		return string(rc.Reason)
	default:
		return string(rc.Outcome)
	}
}

// print shows what changed: an article that was dropped did not.
func (r *run) print(rc contract.Receipt) error {
	if r.JSON {
		return r.con.JSON(rc)
	}
	if rc.Outcome != contract.Dropped {
		r.con.Printf("%s  %s  %s  %s\n", rc.Delivery, console.Fit(became(rc), 22), rc.Article, console.Clean(rc.URI+rc.Error))
	}
	return nil
}

func (r *run) step() {
	if r.bar != nil {
		_ = r.bar.Add(1)
	}
}
