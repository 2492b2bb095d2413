package external_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/sony/gobreaker/v2"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/external"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
)

// model is a server that answers with a status and a body, and counts.
type model struct {
	*httptest.Server
	asked  atomic.Int64
	status int
	body   string
	header http.Header
	got    []byte
}

func serve(t *testing.T, status int, body string) *model {
	t.Helper()
	m := &model{status: status, body: body}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.asked.Add(1)
		m.header = r.Header
		m.got, _ = io.ReadAll(r.Body)
		w.WriteHeader(m.status)
		_, _ = io.WriteString(w, m.body)
	}))
	t.Cleanup(m.Close)
	return m
}

func make1(t *testing.T, address, token string, cache int) *external.Enricher {
	t.Helper()
	e, err := external.New(address, token, cache)
	require.NoError(t, err)
	return e
}

func article(uri, text string) *frame.Article {
	return &frame.Article{Language: "en", Text: text, Item: &ninjs.Item{URI: ninjs.URI(uri), Title: "Harbour",
		Bodies:       []ninjs.Body{{ContentType: "text/plain", Value: text}},
		People:       []ninjs.Person{{Name: "Nora Whitfield", Rel: "mentions"}},
		Subjects:     []ninjs.Subject{{Name: "harbours", URI: "https://example.org/t/1"}},
		Descriptions: []ninjs.Text{{Role: "summary", Value: "Theirs."}}}}
}

func TestAnAnswerIsAdded(t *testing.T) {
	t.Parallel()
	m := serve(t, 200, `{"uri":"urn:a","title":"Another title","headlines":[{"value":"x"}],
		"people":[{"name":"nora whitfield"},{"name":"Tom Hale","rel":"mentions"},{"name":"Tom Hale"},{}],
		"subjects":[{"name":"ports","uri":"https://example.org/t/1"},{"name":"ferries","rel":"about","creator":"m7","confidence":61},{"name":"sea"}],
		"organisations":[{"name":"Port Authority"}],"places":[{"name":"Saltbury"}],
		"descriptions":[{"role":"summary","value":"ours"},{"role":"caption","value":"A mole."}]}`)
	got, err := make1(t, m.URL, "s3", 1<<20).Enrich(t.Context(), article("urn:a", "The harbour is closed."))
	require.NoError(t, err)
	sure := 61
	require.Equal(t, frame.Change{
		People:        []ninjs.Person{{Name: "Tom Hale", Rel: "mentions"}},
		Subjects:      []ninjs.Subject{{Name: "ferries", Rel: "about", Creator: "m7", Confidence: &sure}, {Name: "sea", Creator: "external"}},
		Organisations: []ninjs.Organisation{{Name: "Port Authority"}},
		Places:        []ninjs.Place{{Name: "Saltbury"}},
		Descriptions:  []ninjs.Text{{Role: "caption", Value: "A mole."}},
	}, got)
	require.Equal(t, "Bearer s3", m.header.Get("Authorization"))
	require.Equal(t, "application/json", m.header.Get("Content-Type"))
	item, err := ninjs.Decode(m.got)
	require.NoError(t, err)
	require.Equal(t, ninjs.URI("urn:a"), item.URI)
}

func TestTheSameContentIsAskedOnce(t *testing.T) {
	t.Parallel()
	m := serve(t, 200, `{"subjects":[{"name":"sea"}]}`)
	e := make1(t, m.URL, "", 1<<20)
	for _, uri := range []string{"urn:a", "urn:a", "urn:b"} {
		got, err := e.Enrich(t.Context(), article(uri, "One."))
		require.NoError(t, err)
		require.Len(t, got.Subjects, 1)
	}
	require.EqualValues(t, 1, m.asked.Load())
	_, err := e.Enrich(t.Context(), article("urn:a", "Another."))
	require.NoError(t, err)
	require.EqualValues(t, 2, m.asked.Load())
	none := make1(t, m.URL, "", 0)
	for range 2 {
		_, err := none.Enrich(t.Context(), article("urn:a", "One."))
		require.NoError(t, err)
	}
	require.EqualValues(t, 4, m.asked.Load(), "without a cache")
}

func TestNothingToAdd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
	}{{204, ""}, {200, " \n"}, {200, "{}"}, {200, `{"uri":"urn:z"}`}} {
		got, err := make1(t, serve(t, c.status, c.body).URL, "", 0).Enrich(t.Context(), article("urn:a", "x"))
		require.NoError(t, err)
		require.Equal(t, frame.Change{}, got)
	}
}

func TestWhatCannotBeUsedIsAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"no JSON":         {200, "<html>", external.ErrAnswer},
		"no object":       {200, "[]", external.ErrAnswer},
		"another type":    {200, `{"subjects":"sea"}`, external.ErrAnswer},
		"an invalid uri":  {200, `{"subjects":[{"name":"sea","uri":"no uri"}]}`, external.ErrAnswer},
		"too large":       {200, `{"title":"` + strings.Repeat("x", 256<<10) + `"}`, external.ErrAnswer},
		"a refusal":       {422, "", external.ErrRefused},
		"an error":        {500, "", external.ErrFailed},
		"no such address": {404, "", external.ErrFailed},
		"a redirect":      {302, "", external.ErrFailed},
	} {
		got, err := make1(t, serve(t, c.status, c.body).URL, "", 1<<20).Enrich(t.Context(), article("urn:a", "x"))
		require.ErrorIs(t, err, c.want, name)
		require.Equal(t, frame.Change{}, got, name)
	}
}

func TestAModelThatKeepsFailingIsLeftAlone(t *testing.T) {
	t.Parallel()
	m := serve(t, 503, "")
	e := make1(t, m.URL, "", 0)
	for range 20 {
		_, err := e.Enrich(t.Context(), article("urn:a", "x"))
		require.Error(t, err)
	}
	require.EqualValues(t, 5, m.asked.Load())
	_, err := e.Enrich(t.Context(), article("urn:a", "x"))
	require.ErrorIs(t, err, gobreaker.ErrOpenState)
}

func TestRefusalsAndEndedArticlesSayNothingOfTheModel(t *testing.T) {
	t.Parallel()
	m := serve(t, 422, "")
	e := make1(t, m.URL, "", 0)
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("shut down"))
	for range 20 {
		_, err := e.Enrich(ended, article("urn:a", "x"))
		require.Error(t, err)
		_, err = e.Enrich(t.Context(), article("urn:a", "x"))
		require.ErrorIs(t, err, external.ErrRefused)
	}
	require.EqualValues(t, 20, m.asked.Load())
}

func TestLatenessIsAFailureOfTheModel(t *testing.T) {
	t.Parallel()
	m := serve(t, 200, "")
	e := make1(t, m.URL, "", 0)
	late, cancel := context.WithCancelCause(t.Context())
	cancel(frame.ErrLate)
	for range 5 {
		_, err := e.Enrich(late, article("urn:a", "x"))
		require.ErrorIs(t, err, external.ErrFailed)
	}
	_, err := e.Enrich(t.Context(), article("urn:a", "x"))
	require.ErrorIs(t, err, gobreaker.ErrOpenState)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	require.NoError(t, external.CheckURL("http://model.tagging.svc:8080/v1?x=1"))
	for _, bad := range []string{"", "model:8080", "ftp://model/", "http://", "http://u:secret@model/", "http://mo del/"} {
		err := external.CheckURL(bad)
		require.Error(t, err, bad)
		require.NotContains(t, err.Error(), "secret")
	}
}

// The example of docs/examples does what its page says.
func TestTheExample(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3")
	}
	cmd := exec.CommandContext(t.Context(), python, "-u", "../../../../docs/examples/enricher.py", "0")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line := make([]byte, 200)
	n, err := out.Read(line)
	require.NoError(t, err)
	_, address, ok := strings.Cut(strings.TrimSpace(string(line[:n])), "listens on ")
	require.True(t, ok, string(line[:n]))
	got, err := make1(t, address, "", 0).Enrich(t.Context(), article("urn:a", "The ferry stayed in the harbour."))
	require.NoError(t, err)
	require.Len(t, got.Subjects, 1)
	require.Equal(t, "shipping", got.Subjects[0].Name)
}
