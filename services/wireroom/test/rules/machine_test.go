package rules

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// machine is one run: it pushes what rapid draws, in bursts, and after each burst
// holds what came out against the model.
type machine struct {
	w         *wire
	ctx       context.Context
	mode      mode
	name      string
	articles  []*article
	documents []document // all that was pushed
	pending   []*offer
	burst     int
	began     time.Time // of the burst
	start     time.Time // of the run
	log       []string
	failed    *bool
}

// mode is what all versions of a run have in common.
type mode struct {
	number, date bool // what orders them; both may be mixed
	mixed        bool
	embargoes    bool
	kills        bool // of processes
}

type article struct {
	uri, id string
	offers  []*offer
	points  []point
}

// document is what was pushed, to be pushed again.
type document struct {
	article *article
	body    []byte
	offer   offer
	media   string
	retries int
	sent    *offer
}

func newMachine(rt *rapid.T, w *wire, kills bool) *machine {
	m := &machine{w: w, ctx: context.Background(), name: fmt.Sprint(w.runs.Add(1)), start: time.Now(), began: time.Now()}
	m.mode = drawMode(rt, kills)
	for i := range rapid.IntRange(1, 2).Draw(rt, "articles") {
		uri := fmt.Sprintf("urn:example:rules:%s:%d", m.name, i)
		m.articles = append(m.articles, &article{uri: uri, id: contract.ArticleID(rig.Provider, uri), points: []point{{}}})
	}
	return m
}

func drawMode(rt *rapid.T, kills bool) mode {
	basis := rapid.SampledFrom([]string{"number", "date", "both", "neither", "mixed"}).Draw(rt, "basis")
	return mode{
		number: basis == "number" || basis == "both", date: basis == "date" || basis == "both", mixed: basis == "mixed",
		embargoes: rapid.IntRange(0, 2).Draw(rt, "embargoes") == 0, kills: kills,
	}
}

func (m *machine) actions() map[string]func(*rapid.T) {
	all := map[string]func(*rapid.T){
		"version":              func(rt *rapid.T) { m.version(rt, usable, "") },
		"another version":      func(rt *rapid.T) { m.version(rt, usable, "") },
		"correction":           m.correction,
		"withheld":             func(rt *rapid.T) { m.version(rt, withheld, "") },
		"kill":                 m.kill,
		"duplicate":            m.duplicate,
		"another number":       m.renumbered,
		"redelivery":           m.redelivery,
		"wait":                 m.settle,
		"wait and version":     func(rt *rapid.T) { m.settle(rt); m.version(rt, usable, "") },
		"wait and redelivery":  func(rt *rapid.T) { m.settle(rt); m.redelivery(rt) },
		"version that returns": m.back,
	}
	if m.mode.embargoes {
		all["embargo"] = m.embargo
		all["another embargo"] = m.embargo
		all["embargo after all"] = func(rt *rapid.T) { m.settle(rt); m.embargo(rt) }
	}
	if m.mode.kills {
		all["process killed"] = m.killProcess
	}
	return all
}

// maxPending bounds a burst, maxOffers what an article gets: their orders are
// tried.
const (
	maxPending = 4
	maxOffers  = 60
)

func (m *machine) draw(rt *rapid.T) (*article, offer) {
	if len(m.pending) >= maxPending {
		m.settle(rt)
	}
	o := offer{status: usable}
	if m.mode.number || m.mode.mixed && rapid.Bool().Draw(rt, "numbered") {
		o.number = mark{true, rapid.IntRange(1, 5).Draw(rt, "number")}
	}
	if m.mode.date || m.mode.mixed && rapid.Bool().Draw(rt, "dated") {
		o.date = mark{true, rapid.IntRange(0, 4).Draw(rt, "second")}
	}
	return m.articles[rapid.IntRange(0, len(m.articles)-1).Draw(rt, "article")], o
}

// version pushes a version, often with a text that was there before.
func (m *machine) version(rt *rapid.T, s status, edNote string) {
	a, o := m.draw(rt)
	o.status = s
	m.pushItem(rt, a, o, edNote)
}

func (m *machine) back(rt *rapid.T) {
	a, o := m.draw(rt)
	if o.number.said {
		o.number.n = 9
	}
	if o.date.said {
		o.date.n = 9
	}
	m.pushItem(rt, a, o, "")
}

func (m *machine) correction(rt *rapid.T) {
	a, o := m.draw(rt)
	o.correct = true
	edNote := rapid.SampledFrom([]string{"Corrects version 7: a name", "Correction: a name", ""}).Draw(rt, "note")
	if strings.HasPrefix(edNote, "Corrects") {
		o.corrects = "7:"
	}
	m.pushItem(rt, a, o, edNote)
}

func (m *machine) embargo(rt *rapid.T) {
	a, o := m.draw(rt)
	ms := rapid.SampledFrom([]int{-1000, 100, 1000, 1300, 2000}).Draw(rt, "embargo in ms")
	o.embargo = time.Now().Add(time.Duration(ms) * time.Millisecond).UTC().Truncate(time.Millisecond)
	m.w.figures.embargoes.Add(1)
	m.pushItem(rt, a, o, "")
}

// item is what is pushed as ninjs 3.
func (m *machine) pushItem(rt *rapid.T, a *article, o offer, edNote string) {
	text := rapid.IntRange(1, 3).Draw(rt, "text")
	urgency := rapid.SampledFrom([]int{4, 4, 1, 8}).Draw(rt, "urgency")
	o.text = fmt.Sprintf("The tram line opened on day %d.", text)
	if o.status != usable {
		o.text = "What was sent before must not be used."
	}
	all := map[string]any{
		"uri": a.uri, "type": "text", "pubStatus": string(o.status), "language": "en", "urgency": urgency,
		"headlines": []map[string]string{{"value": "Tram line opens"}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": o.text}},
	}
	if o.number.said {
		all["version"] = fmt.Sprint(o.number.n)
	}
	if o.date.said {
		all["versionCreated"] = dateOf(o.date.n).Format(time.RFC3339)
	}
	if !o.embargo.IsZero() {
		all["embargoedUntil"] = o.embargo.Format(time.RFC3339Nano)
	}
	if edNote != "" {
		all["edNote"] = edNote
	} else if o.correct {
		all["signal"] = "sig:correction"
	}
	o.content = fmt.Sprint(o.status, " ", o.text, " ", urgency, " ", edNote, " ", o.embargo.UnixMilli())
	body, err := json.Marshal(all)
	m.must(rt, err)
	m.push(rt, document{article: a, body: body, offer: o, media: "application/json"})
}

// kill kills by the article's own id, by a document that names it, or by an
// editors' convention.
func (m *machine) kill(rt *rapid.T) {
	a, o := m.draw(rt)
	o.status = canceled
	switch rapid.SampledFrom([]string{"own id", "reference", "convention"}).Draw(rt, "kill by") {
	case "own id":
		m.pushItem(rt, a, o, "")
	case "reference":
		o.number, o.date, o.content = mark{}, mark{}, "kill by reference"
		body := fmt.Sprintf(`<nitf><head><docdata management-status="canceled" management-doc-idref=%q>`+
			`<doc-id id-string="kill-%s"/></docdata></head><body><body.head><hedline><hl1>Tram line opens</hl1></hedline></body.head></body></nitf>`, a.uri, m.name)
		m.push(rt, document{article: a, body: []byte(body), offer: o, media: "application/xml"})
	case "convention":
		m.pushKill(rt, a, "urn:example:rules:kill:"+m.name, o)
	}
}

func (m *machine) pushKill(rt *rapid.T, a *article, uri string, o offer) {
	all := map[string]any{"uri": uri, "type": "text", "language": "en", "edNote": "Kill " + a.uri + " of today",
		"headlines": []map[string]string{{"value": "Tram line opens"}}}
	if o.number.said {
		all["version"] = fmt.Sprint(o.number.n)
	}
	if o.date.said {
		all["versionCreated"] = dateOf(o.date.n).Format(time.RFC3339)
	}
	o.content = "kill by convention"
	body, err := json.Marshal(all)
	m.must(rt, err)
	m.push(rt, document{article: a, body: body, offer: o, media: "application/json"})
}

// duplicate pushes the same bytes again.
func (m *machine) duplicate(rt *rapid.T) {
	if len(m.documents) == 0 {
		return
	}
	m.draw(rt)
	d := m.documents[rapid.IntRange(0, len(m.documents)-1).Draw(rt, "document")]
	m.push(rt, d)
}

// renumbered pushes the same content under another number or date.
func (m *machine) renumbered(rt *rapid.T) {
	if len(m.documents) == 0 {
		return
	}
	_, o := m.draw(rt)
	d := m.documents[rapid.IntRange(0, len(m.documents)-1).Draw(rt, "document")]
	var all map[string]any
	if json.Unmarshal(d.body, &all) != nil {
		return
	}
	delete(all, "version")
	delete(all, "versionCreated")
	if o.number.said {
		all["version"] = fmt.Sprint(o.number.n)
	}
	if o.date.said {
		all["versionCreated"] = dateOf(o.date.n).Format(time.RFC3339)
	}
	var err error
	d.body, err = json.Marshal(all)
	m.must(rt, err)
	d.offer.number, d.offer.date = o.number, o.date
	m.push(rt, d)
}

func (m *machine) push(rt *rapid.T, d document) {
	if len(d.article.offers) >= maxOffers {
		return
	}
	o := d.offer
	key := ""
	if m.mode.kills { // a push that is not answered is repeated, and must be one
		key = fmt.Sprintf("%s-%d", m.name, len(m.documents))
	}
	id, seq, err := m.w.push(m.ctx, d.body, d.media, key)
	m.must(rt, err)
	o.delivery, o.seq, o.retry = id, seq, 0
	d.retries, d.sent = 0, &o
	m.documents = append(m.documents, d)
	m.add(d.article, &o, "push")
}

func (m *machine) add(a *article, o *offer, how string) {
	o.burst, o.sent, o.index = m.burst, time.Now(), len(a.offers)
	a.offers = append(a.offers, o)
	m.pending = append(m.pending, o)
	m.log = append(m.log, fmt.Sprintf("burst %d, %s: %s %s", m.burst, a.uri, how, o))
	m.w.figures.offers.Add(1)
}

// redelivery brings an original again.
func (m *machine) redelivery(rt *rapid.T) {
	if len(m.documents) == 0 {
		return
	}
	if len(m.pending) >= maxPending {
		m.settle(rt)
	}
	d := &m.documents[rapid.IntRange(0, len(m.documents)-1).Draw(rt, "document")]
	if len(d.article.offers) >= maxOffers {
		return
	}
	d.retries++
	again := *d.sent
	again.retry = d.retries
	m.must(rt, m.w.retry(m.ctx, d.sent, d.retries))
	m.add(d.article, &again, "redeliver")
}

func (m *machine) killProcess(rt *rapid.T) {
	if rapid.IntRange(0, 3).Draw(rt, "spared") > 0 {
		return // each costs seconds
	}
	name := rapid.SampledFrom(rig.Names()).Draw(rt, "process")
	m.log = append(m.log, fmt.Sprintf("burst %d: %s killed", m.burst, name))
	m.w.kill(name)
}

func (m *machine) must(rt *rapid.T, err error) {
	rt.Helper()
	if err != nil {
		m.fail(rt, nil, "%v", err)
	}
}

func (m *machine) fail(rt *rapid.T, a *article, format string, args ...any) {
	rt.Helper()
	*m.failed = true
	var b strings.Builder
	fmt.Fprintf(&b, format, args...)
	fmt.Fprintf(&b, "\nmode %+v\n%s\n", m.mode, strings.Join(m.log, "\n"))
	if a != nil {
		s, _ := m.w.seenOf(m.ctx, a.id, a.offers) // the failure is another one
		for _, n := range s.news {
			fmt.Fprintf(&b, "NEWS %d at %s: %+v\n", n.seq, n.at.Format(time.TimeOnly+".000"), n)
		}
		for _, r := range s.receipts {
			fmt.Fprintf(&b, "receipt %s.r%d: %s\n", r.delivery, r.retry, r.outcome)
		}
		for _, p := range a.points {
			fmt.Fprintf(&b, "before: %s\n", p.state)
		}
	}
	rt.Fatal(b.String())
}

// settle waits until there is a receipt for all that was pushed, and checks.
func (m *machine) settle(rt *rapid.T) {
	rt.Helper()
	for _, o := range m.pending {
		m.must(rt, await(m.patience(), func() error {
			if !m.w.answered(o) {
				return fmt.Errorf("no receipt for %s", o)
			}
			return nil
		}))
	}
	for _, a := range m.articles {
		m.check(rt, a)
	}
	m.pending, m.burst, m.began = nil, m.burst+1, time.Now()
}

// patience is how long receipts may take.
func (m *machine) patience() time.Duration {
	if m.mode.kills {
		return time.Minute
	}
	return 30 * time.Second
}

func (m *machine) explain(a *article, s seen) []point {
	since := m.began
	if m.mode.kills {
		since = m.start
	}
	e := explainer{offers: a.offers, seen: s, now: time.Now(),
		at: moment{burst: m.burst, disturbed: m.mode.kills && !m.w.calm(since)}}
	return e.explain(a.points)
}

func (m *machine) check(rt *rapid.T, a *article) {
	rt.Helper()
	s, err := m.w.seenOf(m.ctx, a.id, a.offers)
	m.must(rt, err)
	m.invariants(rt, a, s)
	points := m.explain(a, s)
	if len(points) == 0 {
		m.fail(rt, a, "no order of events explains what came of %s", a.uri)
	}
	a.points = points
	m.answer(rt, a)
}

// invariants need no model.
func (m *machine) invariants(rt *rapid.T, a *article, s seen) {
	rt.Helper()
	offers := map[string]*offer{}
	for _, o := range a.offers {
		offers[o.delivery] = o
	}
	last, twice := uint64(0), map[string]bool{}
	for _, n := range s.news {
		o := offers[n.delivery]
		switch {
		case o == nil:
			m.fail(rt, a, "NEWS has what was not pushed: %+v", n)
		case twice[n.delivery]:
			m.fail(rt, a, "twice on NEWS: %s", o)
		case n.seq <= last:
			m.fail(rt, a, "out of sequence: %s", o)
		case n.at.Before(o.embargo):
			m.fail(rt, a, "published at %s, too early: %s", n.at, o)
		case n.signal == "kill" && (n.text != "" || n.status == string(ninjs.Usable)):
			m.fail(rt, a, "a kill with a text or as usable: %+v", n)
		case n.signal != "kill" && (n.text != o.text || n.status != string(ninjs.Usable)):
			m.fail(rt, a, "not what was pushed: %+v, %s", n, o)
		}
		last, twice[n.delivery] = n.seq, true
	}
}

// answer asks the API: it says what one of the states says, or what that becomes
// once an embargo ends.
func (m *machine) answer(rt *rapid.T, a *article) {
	rt.Helper()
	want := map[string]bool{}
	for _, p := range a.points {
		want[answerOf(p.state)] = true
		if p.state.held != nil || len(p.state.firing) > 0 || m.mode.kills {
			return // it may change while we ask
		}
	}
	got, err := m.get(a)
	m.must(rt, err)
	if !want[got] {
		m.fail(rt, a, "the API answers %s, not %v", got, want)
	}
}

func answerOf(s state) string {
	switch {
	case s.news == nil:
		return "404"
	case s.news.offer.status != usable:
		return "410 " + s.news.offer.delivery
	default:
		return "200 " + s.news.offer.delivery + " " + s.news.offer.text
	}
}

func (m *machine) get(a *article) (string, error) {
	req, err := http.NewRequestWithContext(m.ctx, http.MethodGet, m.w.Publish+"/v1/articles/"+a.id, nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	out := fmt.Sprint(resp.StatusCode)
	if id := resp.Header.Get(contract.HeaderDelivery); id != "" {
		out += " " + id
	}
	if resp.StatusCode == http.StatusOK {
		item, err := ninjs.Decode(data)
		if err != nil {
			return "", err
		}
		out += " " + textOf(*item)
	}
	return out, nil
}

// finish waits until nothing is held any more, and checks all.
func (m *machine) finish(rt *rapid.T) {
	rt.Helper()
	m.settle(rt)
	latest := time.Now()
	for _, d := range m.documents {
		if d.offer.embargo.After(latest) {
			latest = d.offer.embargo
		}
	}
	for _, a := range m.articles {
		m.atRest(rt, a, max(time.Until(latest), 0)+m.patience())
	}
}

func (m *machine) atRest(rt *rapid.T, a *article, limit time.Duration) {
	rt.Helper()
	var rest []point
	err := await(limit, func() error {
		rest = nil
		// first what is held: what it becomes is seen only afterwards
		if err := m.w.leftHeld(m.ctx, a.id); err != nil {
			time.Sleep(10 * time.Millisecond)
			return err
		}
		s, err := m.w.seenOf(m.ctx, a.id, a.offers)
		if err != nil {
			return err
		}
		m.invariants(rt, a, s)
		for _, p := range m.explain(a, s) {
			if p.state.held == nil && len(p.state.firing) == 0 && len(p.state.owed) == 0 {
				rest = append(rest, p)
			}
		}
		if len(rest) == 0 {
			time.Sleep(20 * time.Millisecond)
			return fmt.Errorf("%s does not come to rest", a.uri)
		}
		return nil
	})
	if err != nil {
		m.fail(rt, a, "%v", err)
	}
	a.points = rest
	m.answer(rt, a)
	m.kept(rt, a)
}

// kept: a kill and a return leave nothing of what was before them.
func (m *machine) kept(rt *rapid.T, a *article) {
	rt.Helper()
	n, err := m.w.onNews(m.ctx, a.id)
	m.must(rt, err)
	for _, p := range a.points {
		if p.state.readable == n {
			return
		}
	}
	m.fail(rt, a, "NEWS holds %d messages", n)
}
