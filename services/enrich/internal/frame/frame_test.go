package frame_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// enricher is a function with a name.
type enricher struct {
	name string
	do   func(ctx context.Context, a *frame.Article) (frame.Change, error)
}

func (e enricher) Name() string { return e.name }

func (e enricher) Enrich(ctx context.Context, a *frame.Article) (frame.Change, error) {
	return e.do(ctx, a)
}

func finds(name string, c frame.Change) enricher {
	return enricher{name, func(context.Context, *frame.Article) (frame.Change, error) { return c, nil }}
}

func newFrame(o frame.Observer, deadline time.Duration, list ...enricher) *frame.Frame {
	f := &frame.Frame{Observer: o, Clock: time.Now}
	for _, e := range list {
		f.Steps = append(f.Steps, frame.Step{Enricher: e, Deadline: deadline})
	}
	return f
}

func item() *ninjs.Item {
	return &ninjs.Item{URI: "urn:a", Language: "en-GB",
		Headlines: []ninjs.Text{{Value: "Head"}},
		Bodies:    []ninjs.Body{{ContentType: "text/html", Value: "<p>Text</p>"}, {ContentType: "text/plain", Value: "Text"}},
		Subjects:  append(make([]ninjs.Subject, 0, 8), ninjs.Subject{Name: "theirs"}),
	}
}

func subject(name string) frame.Change {
	return frame.Change{Subjects: []ninjs.Subject{{Name: name}}}
}

func TestChangesAreAppliedToCopiesInOrder(t *testing.T) {
	t.Parallel()
	in, env := item(), &contract.Envelope{Notes: []string{"before"}, EnrichFailed: []string{"earlier"}}
	var seen frame.Article
	f := newFrame(frame.Unobserved{}, time.Minute,
		finds("one", frame.Change{Language: "de", LanguageToken: "de", Notes: []string{"noted"}, Subjects: []ninjs.Subject{{Name: "a"}}}),
		enricher{"two", func(_ context.Context, a *frame.Article) (frame.Change, error) {
			seen = *a
			item := *a.Item // which is not to be kept
			seen.Item = &item
			return frame.Change{Topic: "sport", ReadingSeconds: 7, Subjects: []ninjs.Subject{{Name: "b"}}, Descriptions: []ninjs.Text{{Role: "summary"}}}, nil
		}},
	)
	out, got, err := f.Run(t.Context(), in, env)
	require.NoError(t, err)
	require.Equal(t, "de", seen.Language, "later ones see what earlier ones found")
	require.Len(t, seen.Item.Subjects, 2)
	require.Equal(t, "Text", seen.Text)
	require.Equal(t, "Head", seen.Headline)

	require.Equal(t, []ninjs.Subject{{Name: "theirs"}, {Name: "a"}, {Name: "b"}}, out.Subjects)
	require.Equal(t, "de", out.Language)
	require.Equal(t, []string{"descriptions", "language", "subjects"}, got.Derived)
	require.Equal(t, []string{"before", "noted"}, got.Notes)
	require.Equal(t, [3]any{"de", "sport", 7}, [3]any{got.Language, got.Topic, got.ReadingSeconds})
	require.Empty(t, got.EnrichFailed, "an earlier run's failure is over")

	require.Equal(t, item(), in, "the given ones stay as they are")
	require.Equal(t, ninjs.Subject{}, in.Subjects[:2][1], "also behind their end")
	require.Equal(t, &contract.Envelope{Notes: []string{"before"}, EnrichFailed: []string{"earlier"}}, env)
}

func TestWithoutEnrichersTheTokensAreSet(t *testing.T) {
	t.Parallel()
	out, env, err := newFrame(frame.Unobserved{}, time.Minute).Run(t.Context(), item(), &contract.Envelope{})
	require.NoError(t, err)
	require.Equal(t, item(), out)
	require.Equal(t, [2]string{"en", contract.None}, [2]string{env.Language, env.Topic})
}

// watcher counts what it is told.
type watcher struct {
	mu   sync.Mutex
	errs map[string]error
}

func (w *watcher) Enriched(_ *contract.Envelope, name string, took time.Duration, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if took < 0 {
		err = errors.New("negative time")
	}
	w.errs[name] = err
}

func TestFailuresAreNotedAndStopNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("no dictionary")
	w := &watcher{errs: map[string]error{}}
	f := newFrame(w, time.Minute,
		finds("first", subject("a")),
		enricher{"fails", func(context.Context, *frame.Article) (frame.Change, error) { return subject("half done"), broken }},
		enricher{"panics", func(context.Context, *frame.Article) (frame.Change, error) { panic("oh") }},
		finds("last", subject("b")),
	)
	out, env, err := f.Run(t.Context(), item(), &contract.Envelope{})
	require.NoError(t, err)
	require.Equal(t, []string{"fails", "panics"}, env.EnrichFailed)
	require.Equal(t, []ninjs.Subject{{Name: "theirs"}, {Name: "a"}, {Name: "b"}}, out.Subjects)
	require.ErrorIs(t, w.errs["fails"], broken)
	require.ErrorIs(t, w.errs["panics"], frame.ErrPanic)
	require.NoError(t, w.errs["last"])
	require.Len(t, w.errs, 4)
}

func TestALateOneShowsNothing(t *testing.T) {
	t.Parallel()
	release, ended, told := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	w := &watcher{errs: map[string]error{}}
	var given frame.Article
	f := newFrame(w, time.Minute,
		finds("first", subject("a")),
		enricher{"late", func(ctx context.Context, a *frame.Article) (frame.Change, error) {
			defer close(ended)
			<-ctx.Done()
			told <- context.Cause(ctx)
			<-release
			given = *a
			return subject("late " + a.Item.Subjects[1].Name), nil
		}},
		finds("last", frame.Change{LanguageToken: "de", Subjects: subject("b").Subjects}),
	)
	f.Steps[1].Deadline = 20 * time.Millisecond
	out, env, err := f.Run(t.Context(), item(), &contract.Envelope{})
	require.NoError(t, err)
	require.ErrorIs(t, <-told, frame.ErrLate, "its context says so")
	close(release)
	<-ended // the race detector sees it if it touched what was returned
	require.Equal(t, "en", given.Language)
	require.Len(t, given.Item.Subjects, 2, "what it was given stays as it was")
	require.Len(t, out.Subjects, 3)
	require.Equal(t, []string{"late"}, env.EnrichFailed)
	require.Equal(t, []ninjs.Subject{{Name: "theirs"}, {Name: "a"}, {Name: "b"}}, out.Subjects)
	require.ErrorIs(t, w.errs["late"], frame.ErrLate)
	require.NoError(t, w.errs["last"])
}

func TestAnEndedContextIsAnError(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := newFrame(frame.Unobserved{}, time.Minute, enricher{"waits", func(ctx context.Context, _ *frame.Article) (frame.Change, error) {
		cancel()
		<-ctx.Done()
		return frame.Change{}, ctx.Err()
	}}, finds("never", subject("x")))
	out, _, err := f.Run(ctx, item(), &contract.Envelope{})
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, out)
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	r := prometheus.NewRegistry()
	core, lines := observer.New(zap.WarnLevel)
	m, err := frame.NewMetrics(r, zap.New(core))
	require.NoError(t, err)
	f := newFrame(m, 10*time.Millisecond,
		finds("good", frame.Change{}),
		enricher{"bad", func(context.Context, *frame.Article) (frame.Change, error) { return frame.Change{}, errors.New("no") }},
		enricher{"wild", func(context.Context, *frame.Article) (frame.Change, error) { panic("no") }},
		enricher{"slow", func(ctx context.Context, _ *frame.Article) (frame.Change, error) {
			<-ctx.Done()
			return frame.Change{}, nil
		}},
	)
	f.Steps[0].Deadline, f.Steps[1].Deadline, f.Steps[2].Deadline = time.Minute, time.Minute, time.Minute
	_, _, err = f.Run(t.Context(), item(), &contract.Envelope{Delivery: "t1-5", Article: "aaaaaaaaaaaaaaaa"})
	require.NoError(t, err)
	require.Equal(t, 3, lines.Len())
	for _, line := range lines.All() {
		require.Equal(t, "t1-5", line.ContextMap()["delivery"], "whoever reads the log asks trace for it")
		require.Equal(t, "aaaaaaaaaaaaaaaa", line.ContextMap()["article"])
	}
	n, err := testutil.GatherAndCount(r, "wireroom_enricher_seconds")
	require.NoError(t, err)
	require.Equal(t, 4, n, "one histogram for each")
	n, err = testutil.GatherAndCount(r, "wireroom_enricher_failures_total")
	require.NoError(t, err)
	require.Equal(t, 3, n)
	_, err = frame.NewMetrics(r, zap.NewNop())
	require.Error(t, err, "registered twice")
}
