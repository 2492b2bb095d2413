package page

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/held"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/inspect/status"
)

// worksPage is how the wire does.
type worksPage struct {
	At        time.Time
	Did       string // what was just done
	NATS      string // the server, empty while there is none
	Redis     string // "ok", or what is wrong; empty where there is none
	Stages    []stageRow
	Streams   []status.Stream
	Readers   []status.Stage
	Providers []providerRow
	Feeds     []feedRow
	Folders   []folderRow
	Hubs      []hubRow
	Hooks     []hookRow
	Held      []held.Held
	Letters   []letterGroup
	Dead      uint64
	Missing   []string        // what could not be read, and why
	Waiting   []string        // which stages wait, and why
	Unread    map[string]bool // the parts of those, by the name that the template has for them
}

// stageRow is one lane of a stage.
type stageRow struct {
	status.Stage
	Age time.Duration // of the oldest message that waits
	Why string        // why it waits; empty where it works
}

// providerRow is what the latest receipts say of a provider.
type providerRow struct {
	ID                             string
	Last                           time.Time
	Published, Dropped, Held, Dead int
	PerHour                        float64
	MachineUse                     string // of its latest article; empty: nothing said
	Error                          string // the last one
	ErrorAt                        time.Time
	at                             []time.Time // of its receipts
}

// letterGroup is the dead letters of one reason.
type letterGroup struct {
	Reason  contract.Reason
	Meaning string
	Count   int
	Letters []deadletter.Letter // the latest
}

// The bounds of one look at the works.
const (
	lookLimit    = 4 * time.Second
	recent       = 2000 // receipts, articles and dead letters
	shownLetters = 20   // of a reason
	shownHeld    = 100
	lookAgain    = time.Second // a look is good for so long
)

// looks remembers the last look, so that many who watch cost as much as one.
type looks struct {
	mu   sync.Mutex
	last *worksPage
	was  *status.Status
}

func (p *Page) works(w http.ResponseWriter, r *http.Request) {
	page := p.look(r.Context())
	page.Did = did(r.URL.Query().Get("did"), r.URL.Query().Get("n"))
	p.show(w, r, http.StatusOK, "works", p.frame(r, "works", "Works", page))
}

// did tells what a form did, of a fixed vocabulary: the address is anybody's.
func did(what, n string) string {
	count, err := strconv.Atoi(n)
	if what == "polled" || what == "reset" {
		return map[string]string{"polled": "The feed is polled within 15 seconds.", "reset": "The feed is asked at the address of the providers file again, within 15 seconds."}[what]
	}
	words := map[string]string{"retried": "put back to where it died", "dropped": "dropped", "kept": "kept: the stream holds this retry already, try again in two minutes, or a day for an original"}
	if words[what] == "" || err != nil || count < 1 {
		return ""
	}
	letters := "1 dead letter "
	if count > 1 {
		letters = strconv.Itoa(count) + " dead letters "
	}
	return letters + words[what] + "."
}

// look gathers the works, or gives what was gathered a moment ago.
func (p *Page) look(ctx context.Context) worksPage {
	p.looks.mu.Lock()
	defer p.looks.mu.Unlock()
	if last := p.looks.last; last != nil && p.Clock().Sub(last.At) < lookAgain {
		return *last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookLimit)
	defer cancel()
	page := &worksPage{At: p.Clock()}
	if p.Works.Conn().IsConnected() {
		page.NATS = p.Works.Conn().ConnectedUrlRedacted()
	}
	if p.Health != nil {
		page.Redis = redisOf(p.Health(ctx))
	}
	parts := []struct {
		key, name string
		read      func(context.Context, *worksPage) error
	}{{"stages", "The stages", p.lookAtStages}, {"held", "What is held", p.lookAtHeld}, {"letters", "The dead letters", p.lookAtLetters}, {"providers", "The providers", p.lookAtProviders},
		{"feeds", "The feeds and folders", p.lookAtFeeds}, {"hubs", "The hubs", p.lookAtHubs}, {"hooks", "The webhooks", p.lookAtHooks}}
	missing := make([]string, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() {
			if err := part.read(ctx, page); err != nil {
				missing[i] = part.name + " can't be read: " + p.why(err)
			}
		})
	}
	wg.Wait()
	page.Unread = map[string]bool{}
	for i, part := range parts {
		page.Unread[part.key] = missing[i] != ""
	}
	page.Waiting = waiting(page.Stages)
	page.Missing = slices.DeleteFunc(missing, func(s string) bool { return s == "" })
	if page.NATS == "" {
		page.Missing = []string{p.away()}
	}
	p.looks.last = page
	return *page
}

// waiting names the lanes that wait, those of one reason together: at the end of a row nobody
// sees the reason on a phone.
func waiting(stages []stageRow) (out []string) {
	lanes := map[string][]string{}
	var order []string
	for _, s := range stages {
		if s.Why == "" {
			continue
		}
		if lanes[s.Why] == nil {
			order = append(order, s.Why)
		}
		lanes[s.Why] = append(lanes[s.Why], s.Consumer)
	}
	for _, why := range order {
		out = append(out, strings.Join(lanes[why], ", ")+": "+why)
	}
	return out
}

// redisOf gives what the checks of Redis say, of each stage that this process runs.
func redisOf(checks map[string]string) (said string) {
	for name, result := range checks {
		if name != "redis" && !strings.HasSuffix(name, " redis") {
			continue
		}
		if said == "" || said == "ok" {
			said = result
		}
	}
	return said
}

// away tells why there is no connection.
func (p *Page) away() string {
	if err := p.Works.Conn().LastError(); errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) {
		return "NATS refuses the user of this page (" + err.Error() + "): see WIREROOM_WORKS_USER in docs/operators.md. The wire itself goes on."
	}
	return "NATS is away: nothing is known of the works until it is back. What was acknowledged is not lost."
}

// why tells an operator what stands in the way. NATS does not answer what a user may not
// ask, and says so beside.
func (p *Page) why(err error) string {
	nc := p.Works.Conn()
	switch {
	case !nc.IsConnected():
		return "NATS is away."
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, jetstream.ErrNoStreamResponse):
		if denied := nc.LastError(); denied != nil && errors.Is(denied, nats.ErrPermissionViolation) {
			return "not permitted to the NATS user of this page (" + denied.Error() + "). Set WIREROOM_WORKS_USER, see docs/operators.md."
		}
		return "NATS does not answer in time."
	default:
		return err.Error()
	}
}

func (p *Page) lookAtStages(ctx context.Context, page *worksPage) error {
	s, err := status.Sample(ctx, p.Works, p.Clock)
	if err != nil {
		return err
	}
	if p.looks.was != nil {
		s.Rates(p.looks.was)
	}
	p.looks.was = s
	page.Streams, page.Readers, page.Dead = s.Streams, s.Readers, s.Dead
	for _, g := range s.Stages {
		row := stageRow{Stage: g}
		if g.Oldest != nil {
			row.Age = max(s.At.Sub(*g.Oldest), 0)
		}
		row.Why = reasonToWait(row)
		page.Stages = append(page.Stages, row)
	}
	return nil
}

// slow is from when on work that waits is worth a word.
const slow = 10 * time.Second

func reasonToWait(g stageRow) string {
	switch {
	case g.Missing:
		return "has never run here"
	case g.Workers == 0 && g.InWork == 0:
		return "nobody asks for work: is it running?"
	case g.Age > slow && g.PerSecond == 0:
		return "work stands still: a service that it needs may be away, see its log and /readyz"
	case g.Age > slow:
		return "it is behind: start more of it"
	default:
		return ""
	}
}

func (p *Page) lookAtHeld(ctx context.Context, page *worksPage) error {
	all, err := held.All(ctx, p.Works)
	page.Held = all[:min(len(all), shownHeld)]
	return err
}

// latest reads the latest messages of a stream.
func (p *Page) latest(ctx context.Context, stream string, headers bool, fn func(scan.Msg) error) error {
	s, err := p.Works.Stream(ctx, stream)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	state, from := s.CachedInfo().State, uint64(1)
	if state.Msgs == 0 {
		return nil
	}
	if state.LastSeq > recent {
		from = state.LastSeq - recent + 1
	}
	return scan.Each(ctx, p.Works, stream, scan.Query{From: from, HeadersOnly: headers}, fn)
}

func (p *Page) lookAtLetters(ctx context.Context, page *worksPage) error {
	groups := map[contract.Reason]*letterGroup{}
	err := p.latest(ctx, contract.StreamDead, true, func(m scan.Msg) error {
		l := deadletter.Read(m)
		g := groups[l.Reason]
		if g == nil {
			g = &letterGroup{Reason: l.Reason, Meaning: deadletter.Meaning(l.Reason)}
			groups[l.Reason] = g
		}
		g.Count++
		if g.Letters = append(g.Letters, l); len(g.Letters) > shownLetters {
			g.Letters = g.Letters[1:]
		}
		return nil
	})
	for _, reason := range slices.Sorted(maps.Keys(groups)) {
		slices.Reverse(groups[reason].Letters)
		page.Letters = append(page.Letters, *groups[reason])
	}
	return err
}

func (p *Page) lookAtProviders(ctx context.Context, page *worksPage) error {
	rows := map[string]*providerRow{}
	var oldest time.Time
	err := p.latest(ctx, contract.StreamReceipts, false, func(m scan.Msg) error {
		rc, err := receiptOf(m)
		if err != nil {
			return nil //nolint:nilerr // one that can't be read says nothing of a provider
		}
		if oldest.IsZero() {
			oldest = rc.At
		}
		row := rows[rc.Provider]
		if row == nil {
			row = &providerRow{ID: rc.Provider}
			rows[rc.Provider] = row
		}
		row.count(rc)
		return nil
	})
	if err != nil {
		return err
	}
	uses, err := p.machineUses(ctx)
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		rows[id].MachineUse = uses[id]
		rows[id].PerHour = perHour(rows[id].at, page.At, oldest)
		page.Providers = append(page.Providers, *rows[id])
	}
	return err
}

// perHour is how many receipts a provider had in the last hour, or so many an hour as it
// had since the oldest receipt that was looked at.
func perHour(at []time.Time, now, oldest time.Time) float64 {
	since := now.Add(-time.Hour)
	if oldest.After(since) && now.Sub(oldest) > time.Minute {
		since = oldest
	}
	n := 0
	for _, t := range at {
		if t.After(since) || t.Equal(since) {
			n++
		}
	}
	return float64(n) / now.Sub(since).Hours()
}

// machineUses is what the latest article of each provider says that machines may do.
func (p *Page) machineUses(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := p.latest(ctx, contract.StreamNews, true, func(m scan.Msg) error {
		if s, err := contract.ParseNewsSubject(m.Subject); err == nil && s.Signal != contract.Kill {
			out[s.Provider] = m.Header.Get(contract.HeaderMachineUse)
		}
		return nil
	})
	return out, err
}

func (row *providerRow) count(rc contract.Receipt) {
	row.Last, row.at = rc.At, append(row.at, rc.At)
	switch rc.Outcome {
	case contract.Published:
		row.Published++
	case contract.Dropped:
		row.Dropped++
	case contract.Held:
		row.Held++
	case contract.Dead:
		row.Dead++
		row.ErrorAt, row.Error = rc.At, strings.TrimSpace(string(rc.Reason)+": "+rc.Error)
	}
}

// operate serves those who have signed in with an operator's key.
func (p *Page) operate(next func(http.ResponseWriter, *http.Request)) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		s, ok := p.session(r)
		switch {
		case ok && s.Operator:
			next(w, r)
		case r.Method == http.MethodGet || r.Method == http.MethodHead:
			p.askToSignIn(w, r)
		default:
			p.fail(w, r, http.StatusForbidden, "For operators", "Sign in with an operator's key first. Nothing was done.")
		}
	}
}

// operator is who has signed in, for the log.
func (p *Page) operator(r *http.Request) zap.Field {
	s, _ := p.session(r)
	return zap.String("operator", s.ID)
}
