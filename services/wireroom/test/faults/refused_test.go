package faults

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// refusal is an error of the broker that meets one article at one write.
type refusal struct {
	write string // first token of the subject
	err   *server.ApiError
	class bus.Class
}

// writes of an article's way, by the first token of their subjects.
func writes() []string {
	return []string{"raw", "normalized", "enriched", "lastword", "held", "receipt"}
}

// codes are all errors that the server knows, in order.
func codes() []*server.ApiError {
	var all []*server.ApiError
	for _, e := range server.ApiErrors {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *server.ApiError) int { return int(a.ErrCode) - int(b.ErrCode) })
	return all
}

func refusals() []refusal {
	var all []refusal
	for _, write := range writes() {
		for _, e := range codes() {
			err := &jetstream.APIError{Code: e.Code, ErrorCode: jetstream.ErrorCode(e.ErrCode), Description: e.Description}
			all = append(all, refusal{write: write, err: e, class: bus.Classify(err)})
		}
	}
	return all
}

// times that an error which passes is met before it does.
const passing = 2

// broker refuses what the plan says: for good what is permanent, else a few times.
type broker struct {
	plan []refusal
	mu   sync.Mutex
	met  map[int]int // by article
}

var mark = []byte("urn:example:faults:")

func (b *broker) refuse(subject string, message []byte) *server.ApiError {
	write, _, _ := strings.Cut(subject, ".")
	_, rest, found := bytes.Cut(message, mark)
	if !found {
		return nil
	}
	digits := bytes.TrimLeft(rest, "0123456789")
	i, err := strconv.Atoi(string(rest[:len(rest)-len(digits)]))
	if err != nil || i >= len(b.plan) || b.plan[i].write != write {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.met[i]++
	if b.plan[i].class != bus.Permanent && b.met[i] > passing {
		return nil
	}
	return b.plan[i].err
}

func (b *broker) times(i int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.met[i]
}

// planned is the document of an article; one that is to meet an error at HELD has an
// embargo that ends in a moment.
func planned(i int, r refusal) rig.Document {
	d := document(i)
	if r.write == "held" {
		until := time.Now().Add(3 * time.Second).UTC().Format(time.RFC3339)
		d.Body = bytes.Replace(d.Body, []byte(`"type":"text"`), []byte(`"type":"text","embargoedUntil":"`+until+`"`), 1)
	}
	return d
}

// Each error of the broker, at each write: what is permanent costs the one article, with
// its reason, what is not costs time; every other article goes on, once.
func TestFaultsEveryErrorAtEveryWrite(t *testing.T) {
	b := &broker{plan: refusals(), met: map[int]int{}}
	r := rig.Start(t, &binaries, rig.Options{Operate: func(r *rig.Rig) { r.Via = rig.NewProxy(t, r.NATSURL, b.refuse).URL }})
	total := len(b.plan) + 200 // the last ones meet nothing
	ids := make([]string, total)
	var answers []string
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(t.Context())
	g.SetLimit(pushers * 4)
	for i := range total {
		g.Go(func() (err error) {
			if i >= len(b.plan) {
				ids[i], err = r.PushUntil(ctx, document(i))
				return err
			}
			id, answer, err := pushPlanned(ctx, r, planned(i, b.plan[i]), b.plan[i])
			ids[i] = id
			if answer != "" {
				mu.Lock()
				answers = append(answers, answer)
				mu.Unlock()
			}
			return err
		})
	}
	require.NoError(t, g.Wait())
	assert.Empty(t, slices.Sorted(slices.Values(answers)), "pushes that RAW refused for good")
	settled(t, r, b, ids)
	once(t, r, b, ids)
}

// pushPlanned pushes until it is accepted; what RAW refuses for good is answered so that
// nobody pushes it again.
// wrong tells of another answer.
func pushPlanned(ctx context.Context, r *rig.Rig, d rig.Document, p refusal) (id, wrong string, err error) {
	if p.write != "raw" || p.class != bus.Permanent {
		id, err = r.PushUntil(ctx, d)
		return id, "", err
	}
	_, status, err := r.Push(ctx, d)
	if err == nil && (status < 400 || status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) {
		wrong = fmt.Sprintf("%d: answered with %d", p.err.ErrCode, status)
	}
	return "", wrong, err
}

// settled waits until every delivery has its receipts, for two minutes in all.
func settled(t *testing.T, r *rig.Rig, b *broker, ids []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var open []string
	for i, id := range ids {
		if id == "" || i < len(b.plan) && b.plan[i].write == "receipt" && b.plan[i].class == bus.Permanent {
			continue // no receipt can tell
		}
		d, err := r.Delivery(t.Context(), id)
		for ctx.Err() == nil && (err != nil || d.State != "done") {
			d, err = r.Delivery(t.Context(), id)
		}
		if err != nil || d.State != "done" {
			open = append(open, fmt.Sprintf("article %d is %q (%v): %s", i, d.State, err, b.describe(i)))
		}
		if len(open) > 20 {
			break
		}
	}
	assert.Empty(t, open, "deliveries without receipts")
}

func (b *broker) describe(i int) string {
	if i >= len(b.plan) {
		return "no error"
	}
	p := b.plan[i]
	return fmt.Sprintf("%d (%s, %s) at %s, met %d times", p.err.ErrCode, p.err.Description, p.class, p.write, b.times(i))
}

// once reads NEWS and the receipts: each article once, but for those refused for good,
// whose receipt says so.
func once(t *testing.T, r *rig.Rig, b *broker, ids []string) {
	t.Helper()
	envelopes, _, err := r.ReadStream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	count := map[string]int{}
	for _, e := range envelopes {
		count[e.Article]++
	}
	var wrong []string
	for i := range ids {
		want := 1
		if i < len(b.plan) && b.plan[i].class == bus.Permanent && b.plan[i].write != "receipt" {
			want = 0
		}
		if got := count[articleID(i)]; got != want {
			wrong = append(wrong, fmt.Sprintf("article %d is %d times on NEWS: %s", i, got, b.describe(i)))
		}
		if want == 0 && ids[i] != "" {
			wrong = append(wrong, reasons(t, r, b, i, ids[i])...)
		}
	}
	require.Empty(t, wrong)
}

func reasons(t *testing.T, r *rig.Rig, b *broker, i int, id string) []string {
	t.Helper()
	d, err := r.Delivery(t.Context(), id)
	require.NoError(t, err)
	for _, a := range d.Articles {
		if a.Outcome == contract.Dead && a.Reason == contract.ReasonRefused && a.Error != "" {
			return nil
		}
	}
	return []string{fmt.Sprintf("the receipts of article %d don't tell: %+v: %s", i, d.Articles, b.describe(i))}
}
